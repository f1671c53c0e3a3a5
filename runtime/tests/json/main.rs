//! JSON through types written as the generator writes them.

mod hostile;
mod records;
mod serde_formats;
mod types;
mod unions;
mod wide;

/// The error of reading a document that must not be readable.
fn error<T: skatteetaten::Value + std::fmt::Debug>(document: &str) -> String {
    skatteetaten::json::from_str::<T>(document).unwrap_err().to_string()
}

/// The document after being read and written.
fn round_trip<T: skatteetaten::Value>(document: &str) -> String {
    let value: T = skatteetaten::json::from_str(document).unwrap();
    skatteetaten::json::to_string(&value).unwrap()
}
