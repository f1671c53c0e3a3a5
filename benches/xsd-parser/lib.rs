//! The code that xsd-parser makes of the schema. Apart from the benchmark, so that it is compiled once.

#![allow(warnings, reason = "made by xsd-parser")]

include!(concat!(env!("OUT_DIR"), "/native.rs"));
