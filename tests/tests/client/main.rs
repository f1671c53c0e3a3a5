//! The runtime's client over real HTTP on loopback.

mod api;
mod errors;
mod generated;
mod leaks;
mod requests;
mod tokens;
