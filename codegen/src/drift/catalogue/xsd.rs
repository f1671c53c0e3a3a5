//! Rows about schemas of XML.

use super::vocabulary::{
    Action, Area, Bump, Class, Contract, Counterpart, OldRelease, Row, Shown, rows, sticky, sticky_failing,
};
use Counterpart::{Is, Itself, Without};

const PAYLOADS: Shown = Shown::Not("only payloads show it");

pub(super) const DOCUMENT: &[Row] = rows! { XsdDocument
    "XA1" "namespace" Change Fails [R] Patch Itself, "the target namespace changed", "Upgrade, or move to the version that the namespace names.";
    "XA2" "form" Change Fails [R] Patch Itself, "local elements or attributes are qualified, or no longer", "Upgrade.";
    "XA3" "metadata" Change Ok [D] No Itself, "metadata of the document changed", "Nothing.", quiet: true;
    "XA4" "annotation" Change Ok [D] Patch Itself, "a description or a link to a concept changed", "Nothing.";
    "XA5" "import" Move Ok [D] No Itself, "an imported document lies elsewhere", "Nothing.", quiet: true;
    "XA6" "import" Add Ok [A] Minor Without("an import that nothing uses is nothing"), "a further namespace is imported", "Nothing.";
    "XA7" "root" Add Ok [A] Minor Is("XA8"), "a root element was added", "Nothing.";
    "XA8" "root" Remove Fails [R B] Minor Is("XA7"), "a root element was removed", "Upgrade and read the new root element.", sticky: sticky_failing(Contract::K8);
    "XA8b" "root" Rename Fails [R] Patch Itself, "a root element was renamed and has the same type", "Upgrade and read the new root element.";
    "XA9" "root" Change Fails [R C] Major Itself, "a root element has another type", "Upgrade and read the new type.";
    "XA10" "construct" Add Ok [Ask] No Without("a construct that is gone needs no decision"), "a construct appears that the generator does not honour", "Nothing; the maintainers decide what it means for the types.";
    "XA11" "order" Change Ok [D] No Itself, "prefixes or the order of declarations changed", "Nothing.", quiet: true;
    "XA12" "twin" Change Unknown [Ask] No Itself, "the document and its compact twin do not agree", "Nothing; the maintainers ask upstream.", shown: Shown::Not("it is a difference between two documents of one state");
};

pub(super) const ELEMENT: &[Row] = rows! { XsdElement
    "XB1" "element" Add Partial [A] Minor Is("XB4"), "an optional element was added at the end", "Nothing; upgrade to read it.";
    "XB2" "element" Add Partial [A] Minor Is("XB4"), "an optional element was added between others", "Nothing; upgrade to read it.";
    "XB3" "element" Add Partial [A] Minor Is("XB5"), "a required element was added", "Upgrade to read it; documents from before lack it and fail.";
    "XB4" "element" Remove Ok [B] Minor Is("XB1"), "an optional element was removed", "Do without it: it will always be absent.", sticky: sticky(Contract::K8);
    "XB5" "element" Remove Fails [R C] Major Is("XB3"), "a required element was removed", "Upgrade and do without it.";
    "XB6" "element" Rename Fails [R C] Major Itself, "an element or attribute was renamed", "Upgrade and use the new name.";
    "XB6b" "element" Rename Partial [B] Minor Itself, "an optional element or attribute was renamed", "Read the new member: the old one will always be absent.", sticky: sticky(Contract::K8);
    "XB6c" "element" Rename Fails [R] Patch Itself, "only the case of the name of an element or attribute changed", "Upgrade; its name in Rust is pinned.", sticky: sticky_failing(Contract::K9);
    "XB7" "occurrence" Widen Fails [R C] Major Is("XB8"), "a required element became optional", "Upgrade and handle `None`.";
    "XB8" "occurrence" Narrow Ok [D] Patch Is("XB7"), "an optional element became required", "Nothing; it stays an `Option` until the next major version.", sticky: sticky(Contract::K8);
    "XB9" "occurrence" Widen Fails [R C] Major Is("XB10"), "an element may occur more than once", "Upgrade and take the list.";
    "XB10" "occurrence" Narrow Ok [D] Patch Is("XB9"), "an element occurs at most once now", "Nothing; it stays a `Vec` until the next major version.", sticky: sticky(Contract::K8);
    "XB11" "occurrence" Change Ok [D] Patch Itself, "the number of elements changed, and they are many all the same", "Nothing; it is not enforced when reading.";
    "XB12" "occurrence" Change Ok [D] Patch Itself, "a list may be empty, or no longer", "Nothing; an empty `Vec` is read either way.";
    "XB13" "nillable" Widen Fails [R C] Major Is("XB14"), "an element may be nil", "Upgrade and handle `None`.";
    "XB13b" "nillable" Widen Ok [D] Patch Is("XB14"), "an optional element may be nil", "Nothing: nil is absent.";
    "XB14" "nillable" Narrow Ok [D] Patch Is("XB13"), "an element may no longer be nil", "Nothing; it stays an `Option` until the next major version.", sticky: sticky(Contract::K8);
    "XB15" "default" Change Partial [B] Patch Itself, "what an empty element stands for changed", "Check what you assume where it is empty.";
    "XB16" "fixed" Change Ok [B] Patch Itself, "the only allowed value changed", "Check where you compare with it.";
    "XB17" "type" Change Ok [D] Patch Itself, "an element has another type of the same values", "Nothing.";
    "XB18" "type" Change Fails [R C] Major Itself, "an element has another type of other values", "Upgrade and take the new type.";
    "XB19" "type" Move Fails [R C] Major Itself, "a value was wrapped in an element of its own, or unwrapped", "Upgrade and reach for the value.";
    "XB19b" "type" Move Partial [C B] Major Itself, "a text was wrapped in an element of its own, or became elements", "Upgrade and take the new type; released crates read all that stands inside as one text.";
    "XB20" "type" Move Ok [D] Patch Itself, "an anonymous type got a name, or lost it", "Nothing; its name in Rust is pinned.", sticky: sticky(Contract::K9);
    "XB21" "reference" Change Fails [R] Patch Itself, "an element belongs to another namespace", "Upgrade.";
    "XB22" "any" Add Ok [A] Minor Is("XB23"), "elements that are not declared are allowed", "Nothing.";
    "XB23" "any" Remove Ok [D] Patch Is("XB22"), "elements that are not declared are no longer allowed, or checked otherwise", "Nothing.", sticky: sticky(Contract::K8);
    "XB24" "key" Change Ok [D] Patch Itself, "a key or a uniqueness constraint changed", "Nothing; it is not checked.";
    "XB25" "type" Change Ok [C] Major Itself, "an element has another type of the same content", "Use the new type.";
};

pub(super) const GROUP: &[Row] = rows! { XsdGroup
    "XC1" "order" Change Ok [D] Patch Itself, "elements stand in another order", "Nothing when reading; upgrade before you write XML.";
    "XC2" "order" Change Ok [D] Patch Itself, "a sequence became an `all`, or the other way", "Nothing.";
    "XC3" "choice" Narrow Fails [R C] Major Is("XC4"), "elements of a sequence exclude each other now", "Upgrade and handle `None`.";
    "XC4" "choice" Widen Partial [C] Major Is("XC3"), "elements of a choice may come together", "Upgrade and read each of them.";
    "XC5" "branch" Add Partial [B A] Minor Is("XC6"), "a choice has a further branch", "Handle it; released crates give none of the branches.";
    "XC6" "branch" Remove Ok [B] Minor Is("XC5"), "a choice lost a branch", "Do not wait for it.", sticky: sticky(Contract::K8);
    "XC7" "choice" Widen Ok [B] Minor Is("XC8"), "a choice need not be made", "Handle a choice that is absent.";
    "XC8" "choice" Narrow Ok [D] Patch Is("XC7"), "a choice must be made", "Nothing.";
    "XC9" "choice" Change Fails [R C] Major Itself, "a choice may be made more than once, or only once", "Upgrade and take the list of choices.";
    "XC10" "branch" Move Fails [R C] Major Itself, "an element moved into a choice, or out of one", "Upgrade and handle `None`.";
    "XC11" "group" Change Unknown [] No Itself, "how often a group may occur changed", "See the rows that tell it.", shown: Shown::As("XB7 to XB12");
    "XC12" "group" Move Ok [D] No Itself, "a named group was extracted or dissolved", "Nothing.", quiet: true;
};

pub(super) const SIMPLE: &[Row] = rows! { XsdSimple
    "XD1" "base" Change Fails [R C] Major Itself, "a simple type rests on another kind of value", "Upgrade and take the new type.";
    "XD2" "base" Change Ok [D] Patch Itself, "a simple type rests on a wider or narrower type of the same kind", "Nothing.";
    "XD3" "white space" Change Partial [B] Patch Itself, "white space counts otherwise", "Check where you compare texts.";
    "XD4" "value" Add Partial [B A] Minor Is("XD5"), "a value was added", "Handle it; released crates give `Unknown`.";
    "XD5" "value" Remove Ok [B] Minor Is("XD4"), "a value was removed", "Do not wait for it.", sticky: sticky(Contract::K8);
    "XD6" "enumeration" Narrow Ok [D] Patch Is("XD7"), "a text became an enumeration", "Nothing; it stays a text until the next major version.", sticky: sticky(Contract::K8);
    "XD7" "enumeration" Widen Partial [D] Patch Is("XD6"), "an enumeration became any text", "Nothing; the open enumeration stays until the next major version.", sticky: sticky(Contract::K8);
    "XD8" "pattern" Change Ok [D] Patch Itself, "a pattern changed", "Nothing; it is not enforced when reading.";
    "XD9" "length" Change Ok [D] Patch Itself, "a length changed", "Nothing; it is not enforced when reading.";
    "XD10" "digits" Change Ok [D] Patch Itself, "the number of digits changed", "Nothing; it is not enforced when reading.";
    "XD11" "bound" Change Ok [D] Patch Itself, "a bound changed", "Nothing; it is not enforced when reading.";
    "XD12" "simpleType" Rename Ok [D] Patch Itself, "a simple type was renamed or removed, and what used it has another", "Nothing; its name in Rust is pinned.", sticky: sticky(Contract::K9);
    "XD13" "list" Change Fails [R C] Major Itself, "a value became a list in one text, or the other way", "Upgrade and take the new type.";
    "XD14" "union" Change Ok [D] Patch Itself, "the types that a value may have changed", "Nothing; such a value is any text.";
    "XD15" "zone" Change Ok [D] Patch Itself, "dates come with a zone, or without", "Nothing; both are read.", shown: PAYLOADS;
    "XD16" "boolean" Change Ok [D] Patch Itself, "booleans come as 1 and 0", "Nothing; both are read.", shown: PAYLOADS;
    "XD17" "decimal" Change Ok [D] Patch Itself, "numbers come with a sign or leading zeros", "Nothing; they are read.", shown: PAYLOADS;
    "XD18" "base" Narrow Ok [D] Patch Without("a number that gets fractions is XD1"), "a number with fractions became an integer", "Nothing; it stays a decimal until the next major version.", sticky: sticky(Contract::K8);
};

pub(super) const ATTRIBUTE: &[Row] = rows! { XsdAttribute
    "XE1" "attribute" Add Partial [A] Minor Is("XE3"), "an optional attribute was added", "Nothing; upgrade to read it.";
    "XE2" "attribute" Add Partial [A] Minor Is("XE4"), "a required attribute was added", "Upgrade to read it; documents from before lack it and fail.";
    "XE3" "attribute" Remove Ok [B] Minor Is("XE1"), "an optional attribute was removed", "Do without it: it will always be absent.", sticky: sticky(Contract::K8);
    "XE4" "attribute" Remove Fails [R C] Major Is("XE2"), "a required attribute was removed or became optional", "Upgrade and handle `None`.";
    "XE5" "attribute" Narrow Ok [D] Patch Without("an attribute that becomes optional is XE4"), "an optional attribute became required", "Nothing; it stays an `Option` until the next major version.", sticky: sticky(Contract::K8);
    "XE6" "type" Change Fails [R C] Major Itself, "an attribute has another type", "Upgrade and take the new type.";
    "XE7" "default" Change Partial [B] Patch Itself, "the default or the only allowed value of an attribute changed", "Check what you assume where it is absent.";
    "XE8" "node" Move Fails [R] Patch Itself, "an attribute became an element, or the other way", "Upgrade if you read XML.";
    "XE9" "anyAttribute" Change Ok [D] No Itself, "attributes that are not declared are allowed, or no longer", "Nothing.", quiet: true, sticky: sticky(Contract::K8);
};

pub(super) const DERIVATION: &[Row] = rows! { XsdDerivation
    "XF1" "base" Change Unknown [] No Itself, "a type extends another type", "See the rows that tell it.", shown: Shown::As("the rows of its members");
    "XF2" "base" Change Unknown [] No Itself, "a type that others extend gained or lost a member", "See the row that tells it.", shown: Shown::As("the row of the member, with the types derived");
    "XF3" "abstract" Narrow Ok [B] Minor Without("a type that is no longer abstract is XF5 the other way: a variant is added"), "a type became abstract", "Match on the derived types.", sticky: sticky(Contract::K8);
    "XF4" "derived" Add Partial [B A] Minor Is("XF5"), "a further type may stand where this one is declared", "Handle it; released crates give an unknown variant.";
    "XF5" "derived" Remove Ok [B] Minor Is("XF4"), "a type no longer stands where this one is declared", "Do not wait for it.", sticky: sticky(Contract::K8);
    "XF6" "derivation" Change Ok [Ask] No Itself, "a type is derived by restriction in place of extension, or the other way", "Nothing; the maintainers judge its members.";
    "XF7" "mixed" Add Fails [R] Minor Is("XF7b"), "text may stand between elements", "Upgrade; the text is in the member `text`.";
    "XF7b" "mixed" Remove Ok [B] Minor Is("XF7"), "text may no longer stand between elements", "Do not read the member `text`.", sticky: sticky(Contract::K8);
    "XF8" "content" Change Fails [R C] Major Itself, "a type holds elements in place of text, or the other way", "Upgrade and read the new members.";
    "XF8b" "content" Change Partial [C B] Major Itself, "a type of any text holds elements", "Upgrade and read the new members; released crates read all that stands inside as one text.";
    "XF9" "complexType" Rename Ok [D] Patch Itself, "a complex type was renamed or removed", "Nothing; its name in Rust is pinned.", sticky: sticky(Contract::K9);
    "XF10" "complexType" Add Ok [A] Minor Without("a complex type that is gone is XF9"), "a complex type was added", "Nothing.";
    "XF11" "complexType" Widen Ok [A] Minor Without("a type that lost all members is XB4 or XB5 for each"), "a type without members got some", "Nothing; upgrade to read them.";
    "XF12" "block" Change Ok [D] No Itself, "what may be derived from a type changed", "Nothing.", quiet: true;
};
