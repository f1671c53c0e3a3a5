//! The runtime's client over real HTTP on loopback.

mod api;
mod errors;
mod leaks;
mod requests;
mod tokens;
