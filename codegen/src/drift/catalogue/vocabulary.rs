//! The words of the catalogue.

use std::fmt;

use serde::Serialize;

/// A kind of change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// Stable id, such as `F1`.
    pub id: &'static str,
    /// Which part of a document it is about.
    pub area: Area,
    /// What it is about, one word.
    pub subject: &'static str,
    /// What happens to the subject.
    pub action: Action,
    /// What a crate already released does with what the service sends from then on.
    pub old_release: OldRelease,
    /// What it means to callers, the worst first.
    pub classes: &'static [Class],
    /// The least step of the crate's version.
    pub bump: Bump,
    /// What happened, in words.
    pub message: &'static str,
    /// What a caller does about it.
    pub help: &'static str,
    /// The row for the opposite change.
    pub counterpart: Counterpart,
    /// The version of the generator that knows it.
    pub since: &'static str,
    /// It is counted, and told only when asked for.
    pub quiet: bool,
    /// What the classes lean on beyond what the generator does today.
    pub sticky: Option<Sticky>,
    /// Whether two states of a document show it.
    pub shown: Shown,
}

/// Classes of a row where a contract of `docs/drift.md` holds that needs a lock file, and without.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sticky {
    /// The contract.
    pub needs: Contract,
    /// The classes without it.
    pub naive: &'static [Class],
    /// The bump without it.
    pub bump: Bump,
}

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$about:meta])* $variant:ident = $word:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        pub enum $name {
            $($(#[$about])* #[serde(rename = $word)] $variant,)*
        }

        impl $name {
            /// All of them, in order.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// As it is written.
            #[must_use]
            pub fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),* }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.word())
            }
        }
    };
}

words! {
    /// What a change means to callers, in the order of reports.
    Class {
        /// Run-time failure in released crates.
        R = "R",
        /// Compile-time break on upgrade.
        C = "C",
        /// Not decidable from the documents: a person decides.
        Ask = "?",
        /// Types hold, meaning or flow differs.
        B = "B",
        /// Additive.
        A = "A",
        /// Documentation only.
        D = "D",
    }
}

words! {
    /// What a released crate does.
    OldRelease {
        /// Nothing to notice.
        Ok = "ok",
        /// It decodes; information is lost, or a value is not known.
        Partial = "partial",
        /// The call or the decoding fails.
        Fails = "fails",
        /// It cannot be said.
        Unknown = "unknown",
    }
}

words! {
    /// The least step of a version.
    Bump {
        /// No release.
        No = "none",
        /// Patch.
        Patch = "patch",
        /// Minor.
        Minor = "minor",
        /// Major.
        Major = "major",
    }
}

words! {
    /// What happens to a subject.
    Action {
        /// It is new.
        Add = "add",
        /// It is gone.
        Remove = "remove",
        /// It differs, and there is no order between the two.
        Change = "change",
        /// It allows more.
        Widen = "widen",
        /// It allows less.
        Narrow = "narrow",
        /// It stands elsewhere.
        Move = "move",
        /// It has another name.
        Rename = "rename",
    }
}

words! {
    /// Parts of a document.
    Area {
        /// The document itself.
        Document = "document",
        /// Servers and access.
        Access = "access",
        /// Operations.
        Operation = "operation",
        /// Parameters.
        Parameter = "parameter",
        /// Responses.
        Response = "response",
        /// Properties of objects.
        Property = "property",
        /// Scalars.
        Scalar = "scalar",
        /// Enumerations.
        Enum = "enum",
        /// `oneOf`, `allOf` and their kin.
        Composition = "composition",
        /// Components and arrays.
        Component = "component",
        /// Schema documents.
        XsdDocument = "xsd-document",
        /// Elements.
        XsdElement = "xsd-element",
        /// Sequences and choices.
        XsdGroup = "xsd-group",
        /// Simple types.
        XsdSimple = "xsd-simple",
        /// Attributes.
        XsdAttribute = "xsd-attribute",
        /// Derivation of types.
        XsdDerivation = "xsd-derivation",
        /// What is seen outside of the documents.
        Cross = "cross",
        /// What the generator does, upstream unchanged.
        Generator = "generator",
    }
}

words! {
    /// Promises that need a lock file for each crate.
    Contract {
        /// What was released wide stays wide within a major version.
        K8 = "K8",
        /// Names in Rust are pinned.
        K9 = "K9",
    }
}

/// The row for the opposite change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counterpart {
    /// That row.
    Is(&'static str),
    /// The change has no direction: the way back is the same row.
    Itself,
    /// There is none, for this reason.
    Without(&'static str),
}

/// Whether two states of a document show a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// They do: `tests/drift` has a pair.
    Here,
    /// They do, and other rows tell it.
    As(&'static str),
    /// They do not, for this reason.
    Not(&'static str),
}

impl Row {
    /// The classes that hold today: those of the row, or what they are without the lock file.
    #[must_use]
    pub fn naive(&self) -> &'static [Class] {
        self.sticky.map_or(self.classes, |sticky| sticky.naive)
    }
}

/// Rows of one area: id, subject, action, old release, classes, bump, counterpart, message, help, then what differs from
/// the rule.
macro_rules! rows {
    ($area:ident $($id:literal $subject:literal $action:ident $old:ident [$($class:ident)*] $bump:ident $counterpart:expr,
        $message:literal, $help:literal $(, $key:ident: $value:expr)*;)*) => {
        &[$(
            #[allow(clippy::needless_update, reason = "a row may say all there is")]
            Row {
                $($key: $value,)*
                ..Row {
                    id: $id,
                    area: Area::$area,
                    subject: $subject,
                    action: Action::$action,
                    old_release: OldRelease::$old,
                    classes: &[$(Class::$class),*],
                    bump: Bump::$bump,
                    message: $message,
                    help: $help,
                    counterpart: $counterpart,
                    since: "0.1.0",
                    quiet: false,
                    sticky: None,
                    shown: Shown::Here,
                }
            },
        )*]
    };
}
pub(super) use rows;

/// With a lock file: what it is without, where that breaks callers on upgrade.
pub(super) const fn sticky(needs: Contract) -> Option<Sticky> {
    Some(Sticky { needs, naive: &[Class::C], bump: Bump::Major })
}

/// The same where calls of released crates fail as well.
pub(super) const fn sticky_failing(needs: Contract) -> Option<Sticky> {
    Some(Sticky { needs, naive: &[Class::R, Class::C], bump: Bump::Major })
}
