//! Changes of the model, and the rows that they are in each kind of document. The only place that knows which.

use super::catalogue::Row;
use super::catalogue::row;

/// A change of the model. A row that is empty is that of a property.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Event {
    /// Of a property in an OpenAPI document.
    property: &'static str,
    /// Of an element in a schema.
    element: &'static str,
    /// Of an attribute in a schema.
    attribute: &'static str,
    /// Of what is only sent: a part of a parameter or a request.
    sent: &'static str,
    /// Of what only stands in errors.
    error: &'static str,
}

/// Where a change is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Flavour {
    /// A property of an OpenAPI document.
    Property,
    /// An element or type of a schema.
    Element,
    /// An attribute of a schema.
    Attribute,
    /// Only sent.
    Sent,
    /// Only in errors.
    Error,
}

impl Event {
    /// The row of the change.
    pub(super) fn row(self, flavour: Flavour) -> Option<&'static Row> {
        let own = match flavour {
            Flavour::Property => self.property,
            Flavour::Element => self.element,
            Flavour::Attribute => self.attribute,
            Flavour::Sent => self.sent,
            Flavour::Error => self.error,
        };
        row(if own.is_empty() { self.property } else { own })
    }

    /// All ids that it can be.
    #[cfg(test)]
    pub(super) fn ids(self) -> impl Iterator<Item = &'static str> {
        [self.property, self.element, self.attribute, self.sent, self.error].into_iter().filter(|id| !id.is_empty())
    }
}

macro_rules! events {
    ($($name:ident $property:literal $element:literal $attribute:literal $sent:literal $error:literal;)*) => {
        $(pub(super) const $name: Event = Event {
            property: $property,
            element: $element,
            attribute: $attribute,
            sent: $sent,
            error: $error,
        };)*

        /// All events, for tests.
        #[cfg(test)]
        pub(super) const ALL: &[Event] = &[$($name),*];
    };
}

events! {
    // Name                 property element attribute sent error
    ABSTRACT                "XF3"   "XF3"   "XF3"   ""      "";
    ADDED_BETWEEN           "F1"    "XB2"   "XE1"   "D2"    "E7";
    ADDED_LAST              "F1"    "XB1"   "XE1"   "D2"    "E7";
    ADDED_REQUIRED          "F2"    "XB3"   "XE2"   "D1"    "E7";
    ADDITIONAL_CHANGED      "F18b"  ""      ""      ""      "";
    ADDITIONAL_TYPED        "F18"   ""      ""      ""      "";
    ANY_ADDED               "XB22"  "XB22"  "XE9"   ""      "";
    ANY_ATTRIBUTE           "XE9"   "XE9"   "XE9"   ""      "";
    ANY_REMOVED             "XB23"  "XB23"  "XE9"   ""      "";
    ATTRIBUTE_OR_ELEMENT    "F20"   "XE8"   "XE8"   "D14"   "";
    BASE_URL                "B1"    ""      ""      ""      "";
    BODY_APPEARS            "E21"   ""      ""      ""      "";
    BODY_GONE               "E19"   ""      ""      ""      "";
    BODY_WRAPPED            "E20"   ""      ""      ""      "";
    BOUND                   "G14"   "XD11"  "XD11"  "D11"   "";
    BOUND_LOOSER            "G14"   "XD11"  "XD11"  "D12"   "";
    BRANCH_ADDED            "I1"    "XC5"   "XC5"   "D2"    "";
    BRANCH_REMOVED          "I2"    "XC6"   "XC6"   "D3"    "";
    BYTES                   "G8"    "XB18"  "XE6"   "D8"    "E7b";
    CHOICE_OPENED           "XC4"   "XC4"   "XC4"   "D12"   "";
    CHOICE_MADE             "XC3"   "XC3"   "XC3"   "D11"   "";
    CHOICE_MOVED            "XC10"  "XC10"  "XC10"  "D11"   "";
    CHOICE_NEEDED           "XC8"   "XC8"   "XC8"   "D11"   "";
    CHOICE_OPTIONAL         "XC7"   "XC7"   "XC7"   "D12"   "";
    CHOICE_REPEATED         "XC9"   "XC9"   "XC9"   "D8"    "";
    CODE_ADDED              "E10"   ""      ""      ""      "";
    CODE_REMOVED            "E11"   ""      ""      ""      "";
    CODE_STATUS             "E12"   ""      ""      ""      "";
    COMPONENT               "J4"    "XB20"  "XB20"  ""      "";
    CONTENT                 "XF8"   "XF8"   "XF8"   ""      "";
    DATE_TIME               "G7"    "XB18"  "XE6"   "D8"    "E7b";
    DEFAULT                 "F13"   "XB15"  "XE7"   "D13"   "";
    DEPRECATED              "B10"   ""      ""      ""      "";
    DERIVATION              "XF6"   "XF6"   "XF6"   ""      "";
    DIALECT                 "A5"    ""      ""      ""      "";
    DIGITS                  "G14"   "XD10"  "XD10"  "D11"   "";
    DISCRIMINATOR_ADDED     "I3"    ""      ""      ""      "";
    DISCRIMINATOR_GONE      "I4"    ""      ""      ""      "";
    ENUM_DROPPED            "H5"    "XD7"   "XD7"   "D12"   "";
    ENUM_INTRODUCED         "H4"    "XD6"   "XD6"   "D11"   "";
    ENUM_MERGED             "H9"    ""      ""      ""      "";
    ERROR_MEDIA             "E8"    ""      ""      ""      "";
    FIXED                   "G13"   "XB16"  "XE7"   "D11"   "";
    FORMAT_GAINED           "G5"    "XB18"  "XE6"   "D8"    "E7b";
    FORMAT_LOST             "G6"    "XB18"  "XE6"   "D8"    "E7b";
    FORMAT_WORD             "G10"   "XD2"   "XD2"   "D12"   "";
    FORM                    "XA2"   "XA2"   "XA2"   ""      "";
    FRACTIONS               "G2"    "XB18"  "XE6"   "D8"    "E7b";
    FREE_TO_RECORD          "J8"    "XB18"  ""      "D8"    "E7b";
    GONE                    "A9"    ""      ""      ""      "";
    HEADER_ADDED            "E16"   ""      ""      ""      "";
    HEADER_REMOVED          "E17"   ""      ""      ""      "";
    HEADER_TYPE             "E18"   ""      ""      ""      "";
    ISSUER                  "B8"    ""      ""      ""      "";
    ITEMS                   "J7"    "XB11"  ""      "D11"   "";
    ITEMS_LEAST             "J7"    "XB12"  ""      "D11"   "";
    KIND                    "G1"    "XB18"  "XE6"   "D8"    "E7b";
    LENGTH                  "G12"   "XD9"   "XD9"   "D11"   "";
    LENGTH_LOOSER           "G12"   "XD9"   "XD9"   "D12"   "";
    LIST_IN_TEXT            "XD13"  "XD13"  "XD13"  "D8"    "";
    MAPPING_ADDED           "I5"    ""      ""      ""      "";
    MAPPING_CHANGED         "I6"    ""      ""      ""      "";
    MAPPING_REMOVED         "I6b"   ""      ""      ""      "";
    MEDIA_ADDED             "E13"   ""      ""      ""      "";
    MEDIA_REMOVED           "E14"   ""      ""      ""      "";
    MEDIA_WRITTEN           "E15"   ""      ""      ""      "";
    METHOD                  "C6"    ""      ""      ""      "";
    MIXED                   "XF7"   "XF7"   "XF7"   ""      "";
    MIXED_GONE              "XF7b"  "XF7b"  "XF7b"  ""      "";
    NAMESPACE               "F20"   "XB21"  "XB21"  ""      "";
    NEW_VERSION             "A7"    ""      ""      ""      "";
    NOT_NULL                "F10"   "XB14"  "XB14"  "D11"   "";
    NULLABLE                "F8"    "XB13"  "XB13"  "D12"   "E7b";
    NULLABLE_OPTIONAL       "F9"    "XB13b" "XB13b" "D12"   "";
    OPERATION_ADDED         "C1"    ""      ""      ""      "";
    OPERATION_ID            "C4"    ""      ""      ""      "";
    OPERATION_NAMED         "C5"    ""      ""      ""      "";
    OPERATION_REMOVED       "C2"    ""      ""      ""      "";
    OPERATION_SPLIT         "C9"    ""      ""      ""      "";
    OPERATION_TEXT          "C7"    ""      ""      ""      "";
    OPTIONAL                "F6"    "XB7"   "XE4"   "D5"    "E7b";
    ORDER                   "F14"   "XC1"   "XC1"   "D15"   "";
    PACKAGE_ADDED           "C11b"  ""      ""      ""      "";
    PACKAGE_CHANGED         "C11"   ""      ""      ""      "";
    PACKAGE_REMOVED         "C11c"  ""      ""      ""      "";
    PARAMETER_ADDED         "D2"    ""      ""      ""      "";
    PARAMETER_DEFAULT       "D13"   ""      ""      ""      "";
    PARAMETER_MOVED         "D7"    ""      ""      ""      "";
    PARAMETER_NEEDED        "D4"    ""      ""      ""      "";
    PARAMETER_OPTIONAL      "D5"    ""      ""      ""      "";
    PARAMETER_ORDER         "D15"   ""      ""      ""      "";
    PARAMETER_REMOVED       "D3"    ""      ""      ""      "";
    PARAMETER_RENAMED       "D6"    ""      ""      ""      "";
    PARAMETER_REQUIRED      "D1"    ""      ""      ""      "";
    PARAMETER_STYLE         "D14"   ""      ""      ""      "";
    PARAMETER_TYPE          "D8"    ""      ""      ""      "";
    PATH                    "C3"    ""      ""      ""      "";
    PATTERN                 "G12"   "XD8"   "XD8"   "D11"   "";
    PATTERN_LOOSER          "G12"   "XD8"   "XD8"   "D12"   "";
    READ_ONLY               "F12"   ""      ""      ""      "";
    RECASED                 "F15"   "XB6c"  "XB6c"  "D6"    "";
    RECORD_TO_FREE          "J9"    "XB18"  ""      "D8"    "E7b";
    REMOVED                 "F3"    "XB4"   "XE3"   "D3"    "E7b";
    REMOVED_REQUIRED        "F4"    "XB5"   "XE4"   "D3"    "E7b";
    RENAMED                 "F5"    "XB6"   "XB6"   "D6"    "E7b";
    RENAMED_OPTIONAL        "F5b"   "XB6b"  "XB6b"  "D6"    "E7b";
    REPLACED                "A11"   ""      ""      ""      "";
    REQUIRED                "F7"    "XB8"   "XE5"   "D4"    "";
    RESPELT                 "H3"    ""      ""      "D10"   "";
    RETYPED                 "G1"    "XB18"  "XE6"   "D8"    "E7b";
    RIGHTS_PACKAGE          "C10"   ""      ""      ""      "";
    ROOT_ADDED              "XA7"   ""      ""      ""      "";
    ROOT_REMOVED            "XA8"   ""      ""      ""      "";
    ROOT_RENAMED            "XA8b"  ""      ""      ""      "";
    ROOT_TYPE               "XA9"   ""      ""      ""      "";
    SAME                    "I8"    "XB17"  "XB17"  ""      "";
    SAME_CONTENT            "F21"   "XB25"  "XB25"  "D8"    "E7b";
    SCOPE_ADDED             "B6"    ""      ""      ""      "";
    SCOPE_REMOVED           "B7"    ""      ""      ""      "";
    SECURITY                "B5"    ""      ""      ""      "";
    SERVER_ADDED            "B2"    ""      ""      ""      "";
    SERVER_REMOVED          "B3"    ""      ""      ""      "";
    SERVER_VARIABLE         "B4"    ""      ""      ""      "";
    STATUS_DEFAULT          "E9"    ""      ""      ""      "";
    STATUS_ERROR            "E5"    ""      ""      ""      "";
    STATUS_ERROR_REMOVED    "E6"    ""      ""      ""      "";
    STATUS_OTHER            "E2"    ""      ""      ""      "";
    STATUS_REMOVED          "E3"    ""      ""      ""      "";
    STATUS_REPLACED         "E4"    ""      ""      ""      "";
    STATUS_SAME             "E1"    ""      ""      ""      "";
    TARGET_NAMESPACE        "XA1"   "XA1"   "XA1"   ""      "";
    TEXT                    "F16"   "XA4"   "XA4"   ""      "";
    TEXT_CONTENT            "XF8b"  "XF8b"  "XF8b"  ""      "";
    TEXT_OPENED             "G1"    "XB19b" "XE6"   "D8"    "E7b";
    TITLE                   "A4"    ""      ""      ""      "";
    TO_LIST                 "J5"    "XB9"   "XB9"   "D8"    "E7b";
    TO_ONE                  "J6"    "XB10"  "XB10"  "D8"    "E7b";
    TYPE_ADDED              "J3"    "XF10"  "XF10"  ""      "";
    TYPE_BASE               "G1"    "XD1"   "XD1"   "D8"    "E7b";
    TYPE_BYTES              "G8"    "XD1"   "XD1"   "D8"    "E7b";
    TYPE_DATE_TIME          "G7"    "XD1"   "XD1"   "D8"    "E7b";
    TYPE_FORMAT_GAINED      "G5"    "XD1"   "XD1"   "D8"    "E7b";
    TYPE_FORMAT_LOST        "G6"    "XD1"   "XD1"   "D8"    "E7b";
    TYPE_FRACTIONS          "G2"    "XD1"   "XD1"   "D8"    "E7b";
    TYPE_GROWN              "F1"    "XF11"  "XF11"  "D2"    "E7";
    TYPE_REMOVED            "J2"    "XF9"   "XF9"   ""      "";
    TYPE_RENAMED            "J1"    "XF9"   "XF9"   ""      "";
    SIMPLE_RENAMED          "J1"    "XD12"  "XD12"  ""      "";
    UNCHANGED               "A1"    ""      ""      ""      "";
    UNION_LEFT              "I10b"  "XB18"  "XE6"   "D8"    "E7b";
    UNION_MADE              "I10"   "XB18"  "XE6"   "D8"    "E7b";
    UNIT                    "G15"   ""      ""      ""      "";
    UNUSED                  "J2"    "XF9"   "XF9"   ""      "";
    VALUE_ADDED             "H1"    "XD4"   "XD4"   "D9"    "";
    VALUE_COLLIDES          "H6"    ""      ""      ""      "";
    VALUE_ORDER             "H7"    ""      ""      "D15"   "";
    VALUE_REMOVED           "H2"    "XD5"   "XD5"   "D10"   "";
    VALUE_TEXT              "H8"    "XA4"   "XA4"   ""      "";
    VARIANT_ADDED           "I1"    "XF4"   "XF4"   "D2"    "";
    VARIANT_REMOVED         "I2"    "XF5"   "XF5"   "D3"    "";
    VERSION                 "A2"    ""      ""      ""      "";
    VERSION_KEPT            "A3"    ""      ""      ""      "";
    WHITE_SPACE             "XD3"   "XD3"   "XD3"   ""      "";
    WHOLE                   "G3"    "XD18"  "XE6"   "D8"    "E7b";
    WIDTH                   "G4"    "XD2"   "XD2"   "D12"   "";
    WITHDRAWN               "A8"    ""      ""      ""      "";
    WRAPPED                 "G1"    "XB19"  "XE6"   "D8"    "E7b";
}

/// A row that is one in every kind of document; for keywords that are read over.
pub(super) const fn only(id: &'static str) -> Event {
    Event { property: id, element: id, attribute: id, sent: id, error: id }
}
