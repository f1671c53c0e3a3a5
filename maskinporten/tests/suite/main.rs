//! Tokens over real HTTP and TLS on loopback, from a double that verifies each grant.

mod client;
mod double;
mod grants;
mod hostile;
mod keys;
mod leaks;
mod refusals;
mod support;
mod tls;
mod tokens;
mod verify;
