//! Rows about schemas of OpenAPI documents.

use super::vocabulary::{
    Action, Area, Bump, Class, Contract, Counterpart, OldRelease, Row, Shown, rows, sticky, sticky_failing,
};
use Counterpart::{Is, Itself, Without};

const PAYLOADS: Shown = Shown::Not("only payloads show it");

pub(super) const PROPERTY: &[Row] = rows! { Property
    "F1" "property" Add Partial [A] Minor Is("F3"), "an optional member was added", "Nothing; upgrade to read it.";
    "F2" "property" Add Partial [A] Minor Is("F4"), "a required member was added", "Upgrade to read it; stored payloads from before lack it and fail.";
    "F3" "property" Remove Ok [B] Minor Is("F1"), "an optional member was removed", "Do without it: it will always be absent.", sticky: sticky(Contract::K8);
    "F4" "property" Remove Fails [R C] Major Is("F2"), "a required member was removed", "Upgrade and do without it.";
    "F5" "property" Rename Fails [R C] Major Itself, "a member was renamed", "Upgrade and use the new name.";
    "F5b" "property" Rename Partial [B] Minor Itself, "an optional member was renamed", "Read the new member: the old one will always be absent.", sticky: sticky(Contract::K8);
    "F6" "property" Widen Fails [R C] Major Is("F7"), "a required member became optional", "Upgrade and handle `None`.";
    "F7" "property" Narrow Ok [D] Patch Is("F6"), "an optional member became required", "Nothing; it stays an `Option` until the next major version.", sticky: sticky(Contract::K8);
    "F8" "property" Widen Fails [R C] Major Is("F10"), "a required member may be null", "Upgrade and handle `None`.";
    "F9" "property" Widen Ok [D] Patch Is("F10"), "an optional member may be null", "Nothing: null is absent.";
    "F10" "property" Narrow Ok [D] Patch Is("F8"), "a member may no longer be null", "Nothing; it stays an `Option` until the next major version.", sticky: sticky(Contract::K8);
    "F11" "writeOnly" Change Unknown [] No Itself, "a member became write only, or stopped being so", "See the row that tells it.", shown: Shown::As("F3 or F4, F1 or F2");
    "F12" "readOnly" Change Ok [D] Patch Itself, "a member became read only, or stopped being so", "Nothing.";
    "F13" "default" Change Partial [B] Patch Itself, "what an absent member stands for changed", "Check what you assume where it is absent; defaults are not filled in.";
    "F14" "order" Change Ok [D] No Itself, "members stand in another order", "Nothing.", quiet: true;
    "F15" "property" Rename Fails [R] Patch Itself, "only the case of a member's name changed", "Upgrade; its name in Rust is pinned.", sticky: sticky_failing(Contract::K9);
    "F16" "description" Change Ok [D] Patch Itself, "a description or a link to a concept changed", "Nothing.";
    "F17" "additionalProperties" Change Ok [D] No Itself, "whether further members are allowed is said otherwise", "Nothing; they are skipped.", quiet: true;
    "F18" "additionalProperties" Add Ok [A] Minor Is("F18b"), "further members have a type", "Nothing.";
    "F18b" "additionalProperties" Change Fails [R C] Major Is("F18"), "further members have another type, or none any more", "Read them anew.";
    "F19" "condition" Change Ok [D] Patch Itself, "which members go together changed", "Nothing; it is not checked.";
    "F20" "xml" Change Fails [R] Patch Itself, "a member looks otherwise in XML", "Upgrade if you read XML; JSON is the same.";
    "F21" "type" Change Ok [C] Major Itself, "a member has another type of the same content", "Use the new type.";
};

pub(super) const SCALAR: &[Row] = rows! { Scalar
    "G1" "type" Change Fails [R C] Major Itself, "the type of a value changed", "Upgrade and take the new type.";
    "G2" "type" Widen Fails [R C] Major Is("G3"), "an integer became a number with fractions", "Upgrade and take the decimal.";
    "G3" "type" Narrow Ok [D] Patch Is("G2"), "a number with fractions became an integer", "Nothing; it stays a decimal until the next major version.", sticky: sticky(Contract::K8);
    "G4" "format" Change Ok [D] Patch Itself, "the width of a number changed", "Nothing.";
    "G5" "format" Narrow Ok [C] Major Is("G6"), "a text got a format with a type of its own", "Take the new type.";
    "G6" "format" Widen Fails [R C] Major Is("G5"), "a value with a format became any text", "Upgrade and take the text.";
    "G7" "format" Change Fails [R C] Major Itself, "a date became a date-time, or the other way", "Upgrade and take the new type.";
    "G8" "format" Change Fails [R C] Major Itself, "a text became bytes, or the other way", "Upgrade and take the new type.";
    "G9" "offset" Change Ok [D] Patch Itself, "date-times come with an offset, or without", "Nothing; both are read.", shown: PAYLOADS;
    "G10" "format" Change Ok [D] Patch Itself, "a format without a type of its own changed", "Nothing.";
    "G11" "pattern" Change Ok [C] Major Itself, "the pattern that picks the type of an identifier changed", "Nothing.", shown: Shown::Not("types of identifiers are picked by name, never by pattern");
    "G12" "length" Change Ok [D] Patch Itself, "a length or pattern changed", "Nothing; it is not enforced when reading.";
    "G13" "const" Change Ok [B] Patch Itself, "the only allowed value changed", "Check where you compare with it.";
    "G14" "bound" Change Ok [D] Patch Itself, "a bound of a number changed", "Nothing; it is not enforced when reading.";
    "G15" "unit" Change Partial [Ask] No Itself, "a description speaks of another unit, scale or period", "Wait: the maintainers find out whether amounts mean something else.";
    "G16" "example" Change Ok [D] No Itself, "an example changed", "Nothing.";
};

pub(super) const ENUM: &[Row] = rows! { Enum
    "H1" "value" Add Partial [B A] Minor Is("H2"), "a value was added", "Handle it; released crates give `Unknown`.";
    "H2" "value" Remove Ok [B] Minor Is("H1"), "a value was removed", "Do not wait for it.", sticky: sticky(Contract::K8);
    "H3" "value" Rename Partial [B] Minor Itself, "a value is spelt otherwise", "Handle both spellings; released crates give `Unknown`.", sticky: sticky(Contract::K8);
    "H4" "enum" Narrow Ok [D] Patch Is("H5"), "a text became an enumeration", "Nothing; it stays a text until the next major version.", sticky: sticky(Contract::K8);
    "H5" "enum" Widen Partial [D] Patch Is("H4"), "an enumeration became any text", "Nothing; the open enumeration stays until the next major version.", sticky: sticky(Contract::K8);
    "H6" "value" Add Ok [A] Minor Without("a value that is gone frees its name"), "a value was added whose name in Rust is like that of another", "Nothing; names that are there stay.";
    "H7" "order" Change Ok [D] No Itself, "values stand in another order", "Nothing.", quiet: true;
    "H8" "description" Change Ok [D] Patch Itself, "the meaning of a value is worded otherwise", "Nothing.";
    "H9" "enum" Change Ok [C] Major Itself, "enumerations were merged, or one was split", "Use the new types.";
    "H10" "code list" Change Partial [B] Minor Itself, "an external code list changed", "Handle the new codes.", shown: Shown::Not("code lists are published apart and not kept here");
};

pub(super) const COMPOSITION: &[Row] = rows! { Composition
    "I1" "variant" Add Partial [B A] Minor Is("I2"), "a variant was added", "Handle it; released crates give an unknown variant.";
    "I2" "variant" Remove Ok [B] Minor Is("I1"), "a variant was removed", "Do not wait for it.", sticky: sticky(Contract::K8);
    "I3" "discriminator" Add Ok [B] Minor Is("I4"), "a member tells the variants apart", "Nothing; the variants are those that were there.";
    "I4" "discriminator" Remove Partial [B] Minor Is("I3"), "another member tells the variants apart, or none", "Upgrade; released crates give an unknown variant.";
    "I5" "mapping" Add Partial [B A] Minor Is("I6b"), "a further value stands for a variant", "Handle it; released crates give an unknown variant.";
    "I6" "mapping" Change Fails [R C] Major Itself, "a value stands for another variant", "Upgrade and match anew.";
    "I6b" "mapping" Remove Ok [B] Minor Is("I5"), "a value no longer stands for a variant", "Do not wait for it.", sticky: sticky(Contract::K8);
    "I7" "allOf" Change Unknown [] No Itself, "a part of a composition was added or removed", "See the rows that tell it.", shown: Shown::As("the rows of its members");
    "I8" "reference" Change Ok [D] No Itself, "a schema stands elsewhere and says the same", "Nothing.", quiet: true;
    "I9" "null" Change Unknown [] No Itself, "a type was wrapped in an alternative to null", "See the row that tells it.", shown: Shown::As("F8 or F9");
    "I10" "union" Widen Fails [R C] Major Is("I10b"), "a type became one of several", "Upgrade and match on the variant.";
    "I10b" "union" Narrow Partial [C] Major Is("I10"), "one of several types is the only one left", "Take the type itself.";
    "I11" "recursion" Change Ok [C] Major Itself, "a type contains itself, or no longer does", "Nothing, unless you name the type of the field.", shown: Shown::Not("records are boxed wherever they are optional: no field changes its type");
    "I12" "condition" Change Ok [D] Patch Itself, "a condition on values changed", "Nothing; it is not checked.";
};

pub(super) const COMPONENT: &[Row] = rows! { Component
    "J1" "schema" Rename Ok [D] Patch Itself, "a schema was renamed and is otherwise the same", "Nothing; its name in Rust is pinned.", sticky: sticky(Contract::K9);
    "J2" "schema" Remove Ok [D] No Is("J3"), "a schema that nothing refers to was removed", "Nothing.", quiet: true;
    "J3" "schema" Add Ok [A] Minor Is("J2"), "a schema was added", "Nothing.";
    "J4" "schema" Move Ok [D] Patch Itself, "a schema inside of another got a name, or lost it", "Nothing; its name in Rust is pinned.", sticky: sticky(Contract::K9);
    "J5" "array" Widen Fails [R C] Major Is("J6"), "a value became a list", "Upgrade and take the list.";
    "J6" "array" Narrow Fails [R C] Major Is("J5"), "a list became a single value", "Upgrade and take the value.";
    "J7" "array" Change Ok [D] Patch Itself, "the number of items changed, or whether they may repeat", "Nothing; it is not enforced when reading.";
    "J8" "object" Narrow Ok [C] Major Is("J9"), "any value became a record", "Read the fields.";
    "J9" "object" Widen Partial [C] Major Is("J8"), "a record became any value or a map", "Read the members by name.";
    "J10" "name" Rename Ok [C] Major Itself, "a new schema forces another name on one that was there", "Report it: it is a defect of the generator.", shown: Shown::Not("it is a defect of the generator, which the names of snapshots show");
};
