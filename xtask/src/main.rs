//! `cargo xtask`: the maintainers' commands.
fn main() {}
