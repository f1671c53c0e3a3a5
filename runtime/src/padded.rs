//! Names that are written over and over.

/// A text that is appended faster than it is short: in blocks of a size the compiler knows, cut to length afterwards.
#[derive(Debug)]
pub(crate) struct Padded {
    text: Box<str>,
    len: usize,
}

impl Padded {
    const SHORT: usize = 32;
    const LONG: usize = 64;

    pub(crate) fn new(mut text: String) -> Self {
        let len = text.len();
        let sizes = [Self::SHORT, Self::LONG];
        let full = sizes.into_iter().find(|&size| len <= size).unwrap_or(len);
        text.extend(std::iter::repeat_n('\0', full - len));
        Padded { text: text.into(), len }
    }

    #[inline]
    pub(crate) fn push(&self, out: &mut String) {
        let len = out.len() + self.len;
        match self.text.len() {
            Self::SHORT => out.push_str(&self.text[..Self::SHORT]),
            Self::LONG => out.push_str(&self.text[..Self::LONG]),
            _ => out.push_str(&self.text),
        }
        out.truncate(len);
    }
}
