//! Pieces of Rust source.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::naming;
use crate::plan::RustType;

/// A Rust file under construction: items and tables in turn, blank lines in between.
pub(super) struct RustFile {
    text: String,
}

impl RustFile {
    /// A file that opens with the generated header and the module's documentation.
    pub(super) fn new(header: &[String], docs: &[&str]) -> Self {
        let mut text = String::new();
        for line in header {
            text.push_str("// ");
            text.push_str(line);
            text.push('\n');
        }
        for (n, line) in docs.iter().enumerate() {
            text.push_str(if n == 0 { "\n//! " } else { "//! " });
            text.push_str(line);
            text.truncate(text.trim_end().len());
            text.push('\n');
        }
        Self { text }
    }

    /// Adds imports, without blank lines in between.
    pub(super) fn imports(&mut self, tokens: TokenStream) -> Result<(), String> {
        let file: syn::File = syn::parse2(tokens).map_err(|e| e.to_string())?;
        if !file.items.is_empty() {
            self.text.push('\n');
            self.text.push_str(&prettyplease::unparse(&file));
        }
        Ok(())
    }

    /// Adds an attribute of the whole file.
    pub(super) fn attribute(&mut self, text: &str) {
        self.text.push('\n');
        self.text.push_str(text);
        self.text.push('\n');
    }

    /// Adds items.
    pub(super) fn items(&mut self, tokens: TokenStream) -> Result<(), String> {
        let file: syn::File = syn::parse2(tokens).map_err(|e| e.to_string())?;
        // Documentation of the first item must not run into the header.
        for item in file.items {
            let one = syn::File { shebang: None, frontmatter: None, attrs: Vec::new(), items: vec![item] };
            self.text.push('\n');
            // A blank line between methods, which prettyplease leaves out.
            self.text.push_str(&prettyplease::unparse(&one).replace("\n    }\n    ", "\n    }\n\n    "));
        }
        Ok(())
    }

    /// Adds text that is laid out already.
    pub(super) fn table(&mut self, text: &str) {
        self.text.push('\n');
        self.text.push_str(text);
    }

    pub(super) fn finish(self) -> String {
        self.text
    }
}

/// An identifier. The plan makes names that are identifiers; should one not be, the file does not parse and says so.
pub(super) fn ident(name: &str) -> Ident {
    syn::parse_str::<Ident>(&naming::escape(name))
        .unwrap_or_else(|_| Ident::new("not_an_identifier", Span::call_site()))
}

/// Documentation attributes, a line each.
pub(super) fn docs(lines: &[String]) -> TokenStream {
    let lines = lines.iter().map(|line| if line.is_empty() { String::new() } else { format!(" {line}") });
    quote!(#(#[doc = #lines])*)
}

/// The mark of what the documents no longer have.
pub(super) fn gone(gone: bool) -> Option<TokenStream> {
    gone.then(|| quote!(#[deprecated = "the documents no longer have it, and a later major version will not"]))
}

/// A path such as `skatteetaten::Dato`.
pub(super) fn path(text: &str) -> TokenStream {
    let parts = text.split("::").map(ident);
    quote!(#(#parts)::*)
}

/// A type.
pub(super) fn ty(ty: &RustType) -> TokenStream {
    match ty {
        RustType::Path(text) => path(text),
        RustType::Local(name) => {
            let name = ident(name);
            quote!(#name)
        }
        RustType::Option(inner) => {
            let inner = self::ty(inner);
            quote!(Option<#inner>)
        }
        RustType::Boxed(inner) => {
            let inner = self::ty(inner);
            quote!(Box<#inner>)
        }
        RustType::List(inner) => {
            let inner = self::ty(inner);
            quote!(Vec<#inner>)
        }
        RustType::OneOrMany(inner) => {
            let inner = self::ty(inner);
            quote!(skatteetaten::OneOrMany<#inner>)
        }
        RustType::Map(inner) => {
            let inner = self::ty(inner);
            quote!(skatteetaten::Map<#inner>)
        }
        RustType::TextList(inner) => {
            let inner = self::ty(inner);
            quote!(skatteetaten::TextList<#inner>)
        }
    }
}

/// The local types in a type.
pub(super) fn locals<'a>(ty: &'a RustType, found: &mut Vec<&'a str>) {
    match ty {
        RustType::Path(_) => {}
        RustType::Local(name) => found.push(name),
        RustType::Option(inner)
        | RustType::Boxed(inner)
        | RustType::List(inner)
        | RustType::OneOrMany(inner)
        | RustType::Map(inner)
        | RustType::TextList(inner) => locals(inner, found),
    }
}
