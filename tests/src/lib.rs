//! Helpers of the workspace tests.

pub mod http;
