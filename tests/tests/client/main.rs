//! The runtime's client over real HTTP on loopback.

mod api;
mod errors;
mod events;
mod leaks;
mod limits;
mod lookups;
mod observers;
mod requests;
mod retries;
mod tls;
mod tokens;
mod transports;
