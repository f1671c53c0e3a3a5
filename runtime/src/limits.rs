//! How much a decoder accepts before it gives up.

const MIB: usize = 1024 * 1024;

/// Bounds on what a decoder accepts from outside.
///
/// The defaults suit every document of Skatteetaten and are safe on a thread with a 2 MiB stack. What exceeds a limit is
/// an error that [`DecodeError::is_limit`](crate::DecodeError::is_limit) tells, with its path, line and column.
///
/// | limit | unless told | bounds |
/// |---|--:|---|
/// | [`bytes`](Self::bytes) | 64 MiB | the document |
/// | [`depth`](Self::depth) | 128 | the stack |
/// | [`name`](Self::name) | 1024 | one name |
/// | [`attributes`](Self::attributes) | 256 | the attributes of one element |
/// | [`text`](Self::text) | 64 MiB | the texts that are kept |
/// | [`memory`](Self::memory) | 256 MiB | the values that are made |
///
/// The last is there because a few bytes can ask for many: each `{}` in a list, or `<a/>`, may become a record of some
/// hundred bytes.
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
    name: usize,
    memory: usize,
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

    /// Greatest length of the name of a member, element or attribute in bytes: 1024 unless told.
    #[must_use]
    pub const fn name(&self) -> usize {
        self.name
    }

    /// Greatest number of bytes of the values made from one document, texts not included: 256 MiB unless told.
    ///
    /// Records, items of lists and entries of maps count with their size, some of them twice. What the allocator is asked
    /// for at any time is less than four times this, since a list has room for more items than it holds.
    #[must_use]
    pub const fn memory(&self) -> usize {
        self.memory
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

    /// Sets the greatest length of a name in bytes.
    #[must_use]
    pub const fn with_name(mut self, name: usize) -> Self {
        self.name = name;
        self
    }

    /// Sets the greatest number of bytes of the values made from one document.
    #[must_use]
    pub const fn with_memory(mut self, memory: usize) -> Self {
        self.memory = memory;
        self
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self { depth: 128, bytes: 64 * MIB, attributes: 256, text: 64 * MIB, name: 1024, memory: 256 * MIB }
    }
}
