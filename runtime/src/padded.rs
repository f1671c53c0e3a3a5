//! Names that are written over and over.

/// A text that is appended faster than it is short: in blocks of a size the compiler knows, cut to length afterwards.
#[derive(Debug)]
pub(crate) struct Padded {
    text: Box<str>,
    len: usize,
}

impl Padded {
    /// Names are long in this domain. A second, smaller size would save a copy and cost a branch that is hard to foresee.
    const BLOCK: usize = 64;

    pub(crate) fn new(mut text: String) -> Self {
        let len = text.len();
        text.extend(std::iter::repeat_n('\0', Self::BLOCK.saturating_sub(len)));
        Padded { text: text.into(), len }
    }

    #[inline]
    pub(crate) fn push(&self, out: &mut String) {
        let len = out.len() + self.len;
        if self.text.len() == Self::BLOCK {
            out.push_str(&self.text[..Self::BLOCK]);
        } else {
            out.push_str(&self.text);
        }
        out.truncate(len);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_of_every_length_are_appended_as_they_are() {
        for length in [0, 1, 62, 63, 64, 65, 200] {
            let text = "bå".chars().cycle().take(length).collect::<String>();
            let mut out = String::from("-");
            Padded::new(text.clone()).push(&mut out);
            assert_eq!(out, format!("-{text}"));
        }
    }
}
