//! The macros generated code is made of. Each expands to a static table and a few forwarding functions; the work is done
//! by the codecs, which exist once.

/// Describes a struct as a record.
///
/// ```
/// # const NAMESPACE: &str = "urn:example";
/// #[derive(Clone, Debug, PartialEq, Default)]
/// pub struct Inntekt {
///     pub beloep: Option<skatteetaten::Decimal>,
///     pub maaned: Vec<skatteetaten::AarMaaned>,
/// }
///
/// skatteetaten::record! {
///     Inntekt as "Inntekt" in NAMESPACE {
///         0 => beloep: element("beloep"),
///         1 => maaned: element("maaned").list(),
///     }
///     root "inntekt" in NAMESPACE
/// }
///
/// let inntekt: Inntekt = skatteetaten::json::from_slice(br#"{"beloep": 1.10, "maaned": ["2018-07"]}"#)?;
/// assert_eq!(skatteetaten::json::to_string(&inntekt)?, r#"{"beloep":1.10,"maaned":["2018-07"]}"#);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Every field of the struct is listed, numbered from zero in schema order. The constructors and modifiers are those of
/// [`Field`](crate::Field). `in` gives the namespace of the element members; `root` gives the type a root element.
/// `choice exactly_one { [0] [1 2] }` says that the fields of one branch exclude those of the others, for validation; the
/// kinds are the constructors of [`Choice`](crate::Choice).
///
/// A field is an `Option<T>`, a `Vec<T>` marked `.list()`, or a `T` marked `.required()`, where `T` is a scalar, an enum, a
/// list, a map, or a boxed record or union; a required record need not be boxed. A required field must not lead back to
/// its own type through required fields alone: no document could end, and no value could be made.
#[macro_export]
macro_rules! record {
    (
        $type:ident as $name:literal $(in $($namespace:tt)::+)? {
            $($index:literal => $field:ident: $kind:ident($($argument:tt)*) $(.$modifier:ident($($modifier_argument:tt)*))*),*
            $(,)?
        }
        $(choice $of:ident { $([$($branch:literal)*])* })*
        $(root $root:literal $(in $($root_namespace:tt)::+)?)?
    ) => {
        const _: () = {
            static SHAPE: $crate::Shape = $crate::Shape::with_choices(
                $name,
                $crate::__optional!($($($namespace)::+)?),
                &[$($crate::Field::$kind($($argument)*)$(.$modifier($($modifier_argument)*))*),*],
                &[$($crate::Choice::$of(&[$(&[$($branch),*]),*])),*],
            );

            impl $crate::Record for $type {
                fn shape(&self) -> &'static $crate::Shape {
                    &SHAPE
                }

                fn visit<'a>(&'a self, visitor: &mut dyn $crate::Visitor<'a>) {
                    $($crate::Member::accept(&self.$field, $index, visitor);)*
                }

                fn member_mut(&mut self, index: usize) -> ::core::option::Option<&mut dyn $crate::Member> {
                    match index {
                        $($index => ::core::option::Option::Some(&mut self.$field),)*
                        _ => ::core::option::Option::None,
                    }
                }
            }

            impl $crate::Value for $type {
                fn blank() -> Self {
                    Self { $($field: $crate::Member::blank()),* }
                }

                fn shape() -> ::core::option::Option<&'static $crate::Shape> {
                    ::core::option::Option::Some(&SHAPE)
                }

                $crate::__views!(Record);
            }

            $crate::__serde!($type);
            $crate::__root!($type $(, $root $(in $($root_namespace)::+)?)?);
        };
    };
}

/// Describes an enum of texts that may hold a text it does not know.
///
/// ```
/// #[derive(Clone, Debug, PartialEq, Eq, Hash)]
/// #[non_exhaustive]
/// pub enum Grad { Avvisning, Oeyeblikkelig, Unknown(skatteetaten::UnknownValue) }
///
/// skatteetaten::open_enum! {
///     Grad as "Grad" { Avvisning = "avvisning", Oeyeblikkelig = "øyeblikkelig" }
/// }
///
/// assert_eq!(Grad::from("avvisning"), Grad::Avvisning);
/// assert_eq!(Grad::from("ny").as_str(), "ny");
/// ```
///
/// `as "Grad" else Annen { … }` names the variant for unknown texts where `Unknown` is taken.
#[macro_export]
macro_rules! open_enum {
    ($type:ident as $name:literal { $($variant:ident = $text:literal),* $(,)? }) => {
        $crate::open_enum! { $type as $name else Unknown { $($variant = $text),* } }
    };
    ($type:ident as $name:literal else $unknown:ident { $($variant:ident = $text:literal),* $(,)? }) => {
        impl $type {
            /// The text in documents, also of a value this version does not know.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $text,)*
                    Self::$unknown(unknown) => unknown.as_str(),
                }
            }
        }

        impl ::core::convert::From<&str> for $type {
            fn from(text: &str) -> Self {
                match text {
                    $($text => Self::$variant,)*
                    _ => Self::$unknown($crate::UnknownValue::__new(text)),
                }
            }
        }

        impl ::core::str::FromStr for $type {
            type Err = ::core::convert::Infallible;

            fn from_str(text: &str) -> ::core::result::Result<Self, Self::Err> {
                ::core::result::Result::Ok(Self::from(text))
            }
        }

        impl ::core::convert::AsRef<str> for $type {
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        impl ::core::fmt::Display for $type {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.pad(self.as_str())
            }
        }

        const _: () = {
            /// Whether every text can be written as it is.
            const PLAIN: bool = $crate::__private::all_plain(&[$($text),*]);

            impl $crate::Value for $type {
                fn blank() -> Self {
                    Self::$unknown($crate::UnknownValue::__new(""))
                }

                fn view(&self) -> $crate::View<'_> {
                    let text = match self {
                        $(Self::$variant => $text,)*
                        Self::$unknown(unknown) => return $crate::View::Scalar(unknown),
                    };
                    if PLAIN { $crate::View::Plain(text) } else { $crate::View::Text(text) }
                }

                fn view_mut(&mut self) -> $crate::ViewMut<'_> {
                    $crate::ViewMut::Enum(self)
                }
            }
        };

        impl $crate::OpenEnum for $type {
            fn set(&mut self, text: &str) {
                *self = Self::from(text);
            }
        }

        $crate::__serde_text!($type);
    };
}

/// Describes an enum of types: `by member("type")`, `by xsi_type(NAMESPACE)` or `untagged`.
///
/// ```
/// #[derive(Clone, Debug, PartialEq)]
/// #[non_exhaustive]
/// pub enum Verdi { Tall(skatteetaten::Decimal), Tekst(String), Unknown(skatteetaten::UnknownVariant) }
///
/// skatteetaten::union! { Verdi as "Verdi" untagged { Tall, Tekst } }
///
/// assert_eq!(skatteetaten::json::from_slice::<Verdi>(b"\"a\"")?, Verdi::Tekst("a".to_owned()));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// `as "Verdi" else Annen …` names the variant for unknown content where `Unknown` is taken; `root "verdi" in NAMESPACE`
/// behind the variants gives the type a root element. `check { "Tekst": rules![MaxLength(20)] }` before it says what holds
/// for variants that are scalars, by their tags, or names where there are none.
#[macro_export]
macro_rules! union {
    ($type:ident as $name:literal by $($rest:tt)*) => {
        $crate::union! { $type as $name else Unknown by $($rest)* }
    };
    ($type:ident as $name:literal untagged $($rest:tt)*) => {
        $crate::union! { $type as $name else Unknown untagged $($rest)* }
    };
    ($type:ident as $name:literal else $unknown:ident by member($member:expr) { $($variant:ident = $tag:literal),* $(,)? } $(check { $($checked:tt)* })? $(root $root:literal $(in $($root_namespace:tt)::+)?)?) => {
        $crate::__union! { $type, $name, $unknown, $crate::Tagging::Member($member), [$($($checked)*)?], $($variant = $tag),* }
        $crate::__root!($type $(, $root $(in $($root_namespace)::+)?)?);
    };
    ($type:ident as $name:literal else $unknown:ident by xsi_type($namespace:expr) { $($variant:ident = $tag:literal),* $(,)? } $(check { $($checked:tt)* })? $(root $root:literal $(in $($root_namespace:tt)::+)?)?) => {
        $crate::__union! { $type, $name, $unknown, $crate::Tagging::XsiType($namespace), [$($($checked)*)?], $($variant = $tag),* }
        $crate::__root!($type $(, $root $(in $($root_namespace)::+)?)?);
    };
    ($type:ident as $name:literal else $unknown:ident untagged { $($variant:ident),* $(,)? } $(check { $($checked:tt)* })? $(root $root:literal $(in $($root_namespace:tt)::+)?)?) => {
        $crate::__union! { $type, $name, $unknown, $crate::Tagging::Untagged, [$($($checked)*)?], $($variant = ::core::stringify!($variant)),* }
        $crate::__root!($type $(, $root $(in $($root_namespace)::+)?)?);
    };
}

/// The body of [`union!`](crate::union!) once the tagging is known.
#[doc(hidden)]
#[macro_export]
macro_rules! __union {
    ($type:ident, $name:literal, $unknown:ident, $tagging:expr, [$($checked:literal: $rules:expr),*], $($variant:ident = $tag:expr),*) => {
        const _: () = {
            static SHAPE: $crate::UnionShape =
                $crate::UnionShape::new($name, $tagging, &[$($tag),*]).check(&[$(($checked, $rules)),*]);

            impl $crate::Union for $type {
                fn union_shape(&self) -> &'static $crate::UnionShape {
                    &SHAPE
                }

                fn select(&mut self, index: usize) -> ::core::option::Option<$crate::ViewMut<'_>> {
                    let mut position = 0;
                    $(
                        if position == index {
                            *self = Self::$variant($crate::Value::blank());
                        }
                        position += 1;
                    )*
                    if index >= position {
                        return ::core::option::Option::None;
                    }
                    match self {
                        $(Self::$variant(value) => ::core::option::Option::Some($crate::Value::view_mut(value)),)*
                        Self::$unknown(_) => ::core::option::Option::None,
                    }
                }

                fn set_unknown(&mut self, unknown: $crate::UnknownVariant) {
                    *self = Self::$unknown(unknown);
                }

                fn selected(&self) -> $crate::Selected<'_> {
                    let (tag, value): (&'static str, $crate::View<'_>) = match self {
                        $(Self::$variant(value) => ($tag, $crate::Value::view(value)),)*
                        Self::$unknown(unknown) => return $crate::Selected::Unknown(unknown),
                    };
                    $crate::Selected::Known(tag, value)
                }
            }

            impl $crate::Value for $type {
                fn blank() -> Self {
                    Self::$unknown(::core::default::Default::default())
                }

                $crate::__views!(Union);
            }

            $crate::__serde!($type);
        };
    };
}

/// Describes a newtype of `Vec<T>`: a JSON array; in XML an element with one child element an item.
///
/// ```
/// #[derive(Clone, Debug, PartialEq, Default)]
/// pub struct Maaneder(pub Vec<skatteetaten::AarMaaned>);
///
/// skatteetaten::list! { Maaneder as "Maaneder" of element("maaned") }
///
/// let maaneder: Maaneder = skatteetaten::json::from_slice(br#"["2018-07"]"#)?;
/// assert_eq!(maaneder.0.len(), 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[macro_export]
macro_rules! list {
    (
        $type:ident as $name:literal $(in $($namespace:tt)::+)?
        of $kind:ident($($argument:tt)*) $(.$modifier:ident($($modifier_argument:tt)*))*
        $(root $root:literal $(in $($root_namespace:tt)::+)?)?
    ) => {
        const _: () = {
            static SHAPE: $crate::Shape = $crate::Shape::new(
                $name,
                $crate::__optional!($($($namespace)::+)?),
                &[$crate::Field::$kind($($argument)*)$(.$modifier($($modifier_argument)*))*.list()],
            );

            impl $crate::Record for $type {
                fn shape(&self) -> &'static $crate::Shape {
                    &SHAPE
                }

                fn visit<'a>(&'a self, visitor: &mut dyn $crate::Visitor<'a>) {
                    $crate::Member::accept(&self.0, 0, visitor);
                }

                fn member_mut(&mut self, index: usize) -> ::core::option::Option<&mut dyn $crate::Member> {
                    if index == 0 { ::core::option::Option::Some(&mut self.0) } else { ::core::option::Option::None }
                }
            }

            impl $crate::Value for $type {
                fn blank() -> Self {
                    Self($crate::Member::blank())
                }

                $crate::__views!(List);
            }

            $crate::__serde!($type);
            $crate::__root!($type $(, $root $(in $($root_namespace)::+)?)?);
        };
    };
}

/// `Some` of what is given, `None` of nothing.
#[doc(hidden)]
#[macro_export]
macro_rules! __optional {
    () => {
        ::core::option::Option::None
    };
    ($($value:tt)+) => {
        ::core::option::Option::Some($($value)+)
    };
}

/// `Root` for a type that has a root element.
#[doc(hidden)]
#[macro_export]
macro_rules! __root {
    ($type:ident) => {};
    ($type:ident, $name:literal $(in $($namespace:tt)::+)?) => {
        impl $crate::Root for $type {
            const NAME: &'static str = $name;
            const NAMESPACE: ::core::option::Option<&'static str> = $crate::__optional!($($($namespace)::+)?);
        }
    };
}

/// The methods of `Value` that show a value to the codecs.
#[doc(hidden)]
#[macro_export]
macro_rules! __views {
    ($kind:ident) => {
        fn view(&self) -> $crate::View<'_> {
            $crate::View::$kind(self)
        }

        fn view_mut(&mut self) -> $crate::ViewMut<'_> {
            $crate::ViewMut::$kind(self)
        }
    };
}

/// `Serialize` and `Deserialize` through this crate's JSON codec.
#[doc(hidden)]
#[macro_export]
macro_rules! __serde {
    ($type:ty) => {
        $crate::__serde! { $type, serialize, deserialize }
    };
    ($type:ty, $serialize:ident, $deserialize:ident) => {
        impl $crate::__private::serde::Serialize for $type {
            fn serialize<S: $crate::__private::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                $crate::__private::$serialize(self, serializer)
            }
        }

        impl<'de> $crate::__private::serde::Deserialize<'de> for $type {
            fn deserialize<D: $crate::__private::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::__private::$deserialize(deserializer)
            }
        }
    };
}

/// `Serialize` and `Deserialize` for a type that is a text in every format.
#[doc(hidden)]
#[macro_export]
macro_rules! __serde_text {
    ($type:ty) => {
        $crate::__serde! { $type, serialize_text, deserialize_text }
    };
}
