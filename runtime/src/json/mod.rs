//! JSON.

use crate::error::{DecodeError, EncodeError};
use crate::record::{Member, Record};
use crate::union::Union;
use std::borrow::Cow;

/// Reads JSON.
pub struct Decoder<'a> { text: &'a str }
/// Writes JSON.
pub struct Encoder { out: String }

#[allow(missing_docs, unused_variables, clippy::all)]
impl<'a> Decoder<'a> {
    pub fn take_null(&mut self) -> Result<bool, DecodeError> { todo!() }
    pub fn list(&mut self, member: &mut dyn Member) -> Result<(), DecodeError> { todo!() }
    pub fn record(&mut self, record: &mut dyn Record) -> Result<(), DecodeError> { todo!() }
    pub fn union(&mut self, union: &mut dyn Union) -> Result<(), DecodeError> { todo!() }
    pub fn string(&mut self) -> Result<Cow<'a, str>, DecodeError> { todo!() }
}
#[allow(missing_docs, unused_variables, clippy::all)]
impl Encoder {
    pub fn list(&mut self, member: &dyn Member) { todo!() }
    pub fn record(&mut self, record: &dyn Record) { todo!() }
    pub fn union(&mut self, union: &dyn Union) { todo!() }
    pub fn string(&mut self, text: &str) { todo!() }
}
