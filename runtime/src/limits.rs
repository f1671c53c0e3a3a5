//! How much a decoder accepts before it gives up.

/// Bounds on what a decoder accepts from outside.
///
/// The defaults suit every document of Skatteetaten and are safe on a thread with a 2 MiB stack.
///
/// ```
/// let limits = skatteetaten::Limits::default().with_depth(32).with_bytes(1024 * 1024);
/// assert_eq!(limits.depth(), 32);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    depth: usize,
    bytes: usize,
    attributes: usize,
    text: usize,
}

impl Limits {
    /// Greatest number of objects, arrays or elements inside each other: 128 unless told.
    #[must_use]
    pub const fn depth(&self) -> usize {
        self.depth
    }

    /// Greatest size of a document in bytes: 64 MiB unless told.
    #[must_use]
    pub const fn bytes(&self) -> usize {
        self.bytes
    }

    /// Greatest number of attributes on one XML element: 256 unless told.
    #[must_use]
    pub const fn attributes(&self) -> usize {
        self.attributes
    }

    /// Greatest number of bytes of text in one document after entities and escapes are resolved: 64 MiB unless told.
    #[must_use]
    pub const fn text(&self) -> usize {
        self.text
    }

    /// Sets the greatest depth. Each level costs stack: about 4 KiB in an unoptimised build.
    #[must_use]
    pub const fn with_depth(mut self, depth: usize) -> Self {
        self.depth = depth;
        self
    }

    /// Sets the greatest size of a document in bytes.
    #[must_use]
    pub const fn with_bytes(mut self, bytes: usize) -> Self {
        self.bytes = bytes;
        self
    }

    /// Sets the greatest number of attributes on one XML element.
    #[must_use]
    pub const fn with_attributes(mut self, attributes: usize) -> Self {
        self.attributes = attributes;
        self
    }

    /// Sets the greatest number of bytes of text in one document.
    #[must_use]
    pub const fn with_text(mut self, text: usize) -> Self {
        self.text = text;
        self
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self { depth: 128, bytes: 64 * 1024 * 1024, attributes: 256, text: 64 * 1024 * 1024 }
    }
}
