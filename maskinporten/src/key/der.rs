//! As much of DER as keys and certificates need.

pub(super) const INTEGER: u8 = 0x02;
pub(super) const BIT_STRING: u8 = 0x03;
pub(super) const SEQUENCE: u8 = 0x30;
/// `[0]` around another element.
pub(super) const CONTEXT_0: u8 = 0xA0;
#[cfg(feature = "pkcs12")]
pub(super) const OCTET_STRING: u8 = 0x04;
#[cfg(feature = "pkcs12")]
pub(super) const OID: u8 = 0x06;

/// The elements of one level, read in order. Each function gives `None` where the next element is not what is asked
/// for.
#[derive(Clone, Copy)]
pub(super) struct Der<'a>(&'a [u8]);

/// One element.
#[derive(Clone, Copy)]
pub(super) struct Element<'a> {
    pub(super) tag: u8,
    pub(super) content: &'a [u8],
    /// Tag and length included.
    pub(super) whole: &'a [u8],
}

impl<'a> Der<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    #[cfg(feature = "pkcs12")]
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The next element, whatever it is.
    pub(super) fn any(&mut self) -> Option<Element<'a>> {
        let bytes = self.0;
        let (&tag, rest) = bytes.split_first()?;
        let (&first, mut rest) = rest.split_first()?;
        let length = match first {
            ..=0x7F => usize::from(first),
            // BER's indefinite length, which DER has not.
            0x80 => return None,
            // Long form; four bytes are more than any file here has.
            0x81..=0x84 => {
                let (length, after) = rest.split_at_checked(usize::from(first & 0x7F))?;
                rest = after;
                length.iter().fold(0, |length, byte| length << 8 | usize::from(*byte))
            }
            _ => return None,
        };
        let (content, after) = rest.split_at_checked(length)?;
        self.0 = after;
        Some(Element { tag, content, whole: &bytes[..bytes.len() - after.len()] })
    }

    /// The content of the next element, if it has this tag. Nothing is read otherwise.
    pub(super) fn take(&mut self, tag: u8) -> Option<&'a [u8]> {
        let mut ahead = *self;
        let element = ahead.any().filter(|element| element.tag == tag)?;
        *self = ahead;
        Some(element.content)
    }

    /// The elements inside the next one, if it has this tag.
    pub(super) fn enter(&mut self, tag: u8) -> Option<Self> {
        self.take(tag).map(Self)
    }

    /// The next element as a small positive number.
    #[cfg(feature = "pkcs12")]
    pub(super) fn number(&mut self) -> Option<u32> {
        let content = self.take(INTEGER)?;
        let small = !content.is_empty() && content.len() <= 4 && content[0] < 0x80;
        small.then(|| content.iter().fold(0, |number, byte| number << 8 | u32::from(*byte)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths() {
        let read = |bytes: &[u8]| Der::new(bytes).any().map(|element| element.content.len());
        assert_eq!(read(&[4, 0]), Some(0));
        assert_eq!(read(&[4, 2, 1, 2, 3]), Some(2));
        assert_eq!(read(&[4, 0x81, 1, 9]), Some(1));
        assert_eq!(read(&[4, 0x82, 0, 1, 9]), Some(1));
        for broken in
            [&[][..], &[4], &[4, 1], &[4, 0x80, 0, 0], &[4, 0x82, 0], &[4, 0x84, 255, 255, 255, 255], &[4, 0x85]]
        {
            assert_eq!(read(broken), None, "{broken:?}");
        }
    }

    #[test]
    fn what_is_not_asked_for_stays() {
        let mut der = Der::new(&[2, 1, 7, 4, 1, 8]);
        assert_eq!(der.take(BIT_STRING), None);
        assert_eq!(der.take(INTEGER), Some(&[7][..]));
        assert_eq!(der.any().map(|element| element.whole), Some(&[4, 1, 8][..]));
    }
}
