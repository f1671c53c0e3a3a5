//! What the generated crates for Skatteetaten's APIs share.
