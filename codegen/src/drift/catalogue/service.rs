//! Rows about documents, access, operations, parameters, responses, and what no document says.

use super::vocabulary::{
    Action, Area, Bump, Class, Contract, Counterpart, OldRelease, Row, Shown, rows, sticky, sticky_failing,
};
use Counterpart::{Is, Itself, Without};

const TEXT: Shown = Shown::Not("it stands in text alone");
const PAYLOADS: Shown = Shown::Not("only payloads show it");
const OURS: Shown = Shown::Not("the generator makes it, upstream unchanged: cargo-semver-checks tells it");
const ONE_WAY: &str = "there is no way back";

pub(super) const DOCUMENT: &[Row] = rows! { Document
    "A1" "document" Change Ok [D] No Itself, "the bytes differ, the content does not", "Nothing.", quiet: true;
    "A2" "version" Change Ok [D] Patch Itself, "the version of the document changed and nothing else", "Nothing.";
    "A3" "version" Change Unknown [Ask] No Itself, "the content changed and the version of the document did not rise", "Nothing; the maintainers look at it.";
    "A4" "title" Change Ok [D] Patch Itself, "title, contact, description or links of the document changed", "Nothing.";
    "A5" "dialect" Change Ok [Ask] No Itself, "the document is written in another version of its language", "Nothing; the maintainers check null values and bounds.";
    "A6" "keyword" Add Ok [Ask] No Without("a keyword that is gone needs no decision"), "a keyword appears that the generator does not honour", "Nothing; the maintainers decide what it means for the types.";
    "A7" "document" Add Ok [A] Minor Is("A9"), "a new version of the service", "Nothing; its crate stands beside the older one.";
    "A8" "version" Remove Fails [R] Minor Without(ONE_WAY), "the version of the service was withdrawn", "Move to the next version; MIGRATION.md of its crate says what differs.";
    "A9" "document" Remove Unknown [Ask] No Is("A7"), "the document is gone", "Nothing yet; the maintainers ask whether the version is withdrawn.";
    "A10" "licence" Change Ok [Ask] No Itself, "the licence of the document changed", "Nothing; the maintainers read it.";
    "A11" "document" Change Ok [D] Patch Itself, "the published document took the place of our transcription of it", "Nothing; what else differs was wrong in our transcription, or changed since.";
};

pub(super) const ACCESS: &[Row] = rows! { Access
    "B1" "server" Change Fails [R] Patch Itself, "the base URL changed", "Upgrade, or set the base URL on the client.";
    "B2" "server" Add Ok [A] Minor Is("B3"), "a server was added", "Nothing.";
    "B3" "server" Remove Fails [R] Patch Is("B2"), "a server was removed", "Stop calling this environment, or set another base URL.";
    "B4" "server" Change Fails [R B] Patch Itself, "a variable of the server URL or its default changed", "Upgrade, or set the base URL on the client.";
    "B5" "security" Change Fails [R] Major Itself, "the way to show who calls changed", "Get tokens the new way before upgrading.";
    "B6" "scope" Add Fails [R] Patch Is("B7"), "a scope is newly required", "Ask for access to the scope, and request it with the token.";
    "B7" "scope" Remove Ok [D] Patch Is("B6"), "a scope is no longer required", "Nothing.";
    "B8" "issuer" Change Fails [R] Patch Itself, "tokens come from another issuer", "Upgrade `skatteetaten-maskinporten`, or set the issuer.";
    "B9" "consent" Add Fails [R] Patch Without("consent that is no longer needed may still be given"), "consent or a system user is required", "Obtain consent before the call.", shown: TEXT;
    "B10" "deprecation" Add Ok [B] Minor Is("B11"), "marked as deprecated", "Plan to stop using it; the compiler names the places.";
    "B11" "deprecation" Remove Ok [D] Patch Is("B10"), "no longer deprecated", "Nothing.";
    "B12" "sunset" Change Ok [B] Patch Itself, "a date of withdrawal was set or moved", "Note the date.", shown: TEXT;
    "B13" "limit" Change Partial [B] Patch Itself, "a limit on calls or pages changed", "Check your batch sizes.", shown: TEXT;
};

pub(super) const OPERATION: &[Row] = rows! { Operation
    "C1" "operation" Add Ok [A] Minor Is("C2"), "an operation was added", "Nothing.";
    "C2" "operation" Remove Fails [C R] Major Is("C1"), "an operation was removed", "Stop calling it.";
    "C3" "path" Change Fails [R] Patch Itself, "the path of the operation changed", "Upgrade; calls of older releases fail.";
    "C4" "operationId" Rename Ok [D] Patch Itself, "the id of the operation changed", "Nothing; its name in Rust is pinned.", sticky: sticky(Contract::K9);
    "C5" "operationId" Change Ok [D] Patch Itself, "the operation got an id or lost it", "Nothing; its name in Rust is pinned.", sticky: sticky(Contract::K9);
    "C6" "method" Change Fails [R] Patch Itself, "the HTTP method changed", "Upgrade; calls of older releases fail.";
    "C7" "description" Change Ok [D] Patch Itself, "the description of an operation changed", "Nothing.";
    "C8" "tag" Change Ok [D] No Itself, "the tags of an operation changed", "Nothing.", quiet: true;
    "C9" "operation" Change Fails [C R] Major Itself, "an operation was split, or several were merged", "Call the operations that took its place.";
    "C10" "rettighetspakke" Move Fails [C R] Major Itself, "the rights package became part of the call, or left it", "Give the name of your rights package with each call.";
    "C11" "rettighetspakke" Change Partial [B] Patch Itself, "what a rights package opens changed", "Check that your package still opens what you read.";
    "C11b" "rettighetspakke" Add Ok [A] Minor Is("C11c"), "a rights package was added", "Nothing.";
    "C11c" "rettighetspakke" Remove Fails [R C] Major Is("C11b"), "a rights package was removed", "Ask which package you are placed in now, and call with its name.";
};

pub(super) const PARAMETER: &[Row] = rows! { Parameter
    "D1" "parameter" Add Fails [C R] Major Is("D3"), "a required parameter was added", "Give the new argument.";
    "D2" "parameter" Add Ok [A] Minor Is("D3"), "an optional parameter was added", "Nothing.";
    "D3" "parameter" Remove Ok [C] Major Is("D2"), "a parameter was removed", "Leave the argument out.";
    "D4" "parameter" Narrow Fails [C R] Major Is("D5"), "an optional parameter became required", "Give it with each call.";
    "D5" "parameter" Widen Ok [D] Patch Is("D4"), "a required parameter became optional", "Nothing; it stays an argument until the next major version.", sticky: sticky(Contract::K8);
    "D6" "parameter" Rename Fails [R] Patch Itself, "a parameter has another name on the wire", "Upgrade; its name in Rust is pinned.", sticky: sticky_failing(Contract::K9);
    "D7" "parameter" Move Fails [R] Patch Itself, "a parameter moved between path, query and header", "Upgrade; calls of older releases fail.";
    "D8" "type" Change Fails [C R] Major Itself, "the type of a parameter changed", "Give a value of the new type.";
    "D9" "value" Add Ok [A] Minor Is("D10"), "a parameter allows a further value", "Nothing.";
    "D10" "value" Remove Fails [R B] Minor Is("D9"), "a parameter no longer allows a value", "Stop sending the value.", sticky: sticky_failing(Contract::K8);
    "D11" "bound" Narrow Fails [R] Patch Is("D12"), "a pattern or bound of a parameter became tighter", "Check the values that you send.";
    "D12" "bound" Widen Ok [D] Patch Is("D11"), "a pattern or bound of a parameter became looser", "Nothing.";
    "D13" "default" Change Partial [B] Patch Itself, "what an absent parameter stands for changed", "Send the value if you rely on it.";
    "D14" "style" Change Fails [R] Patch Itself, "a list or a value is written otherwise in the URL", "Upgrade; calls of older releases fail.";
    "D15" "order" Change Ok [D] No Itself, "parameters stand in another order", "Nothing.", quiet: true;
    "D16" "parameter" Rename Ok [D] Patch Itself, "a path parameter has another name in the document", "Nothing: the name is not sent.";
};

pub(super) const RESPONSE: &[Row] = rows! { Response
    "E1" "status" Add Ok [A] Patch Is("E3"), "a further status of success, with the same body", "Nothing.";
    "E2" "status" Add Fails [R A] Minor Is("E3"), "a further status of success, with another body", "Upgrade, and match on the status.";
    "E3" "status" Remove Ok [B] Minor Is("E1"), "a status of success was removed", "Nothing; it will not come again.";
    "E4" "status" Change Fails [C R] Major Itself, "the status of success was replaced by another with another body", "Adapt to the new answer.";
    "E5" "status" Add Partial [B A] Minor Is("E6"), "a status of error was added", "Nothing; it comes as any other error does.";
    "E6" "status" Remove Ok [D] Patch Is("E5"), "a status of error was removed", "Nothing.";
    "E7" "error body" Add Ok [A] Minor Is("E7b"), "the body of errors has a further member", "Nothing.";
    "E7b" "error body" Remove Partial [C] Major Is("E7"), "a member of the body of errors was removed or has another type", "Read the body anew; status and text are there all the same.";
    "E8" "error body" Change Partial [B] Patch Itself, "errors have another media type", "Nothing; it is told by its suffix.";
    "E9" "default" Change Partial [B] Minor Itself, "the answer for all other statuses was added or removed", "Nothing; it comes as any other error does.";
    "E10" "error code" Add Partial [A] Minor Is("E11"), "an error code was added", "Handle the code if it matters to you; released crates give `Unknown`.";
    "E11" "error code" Remove Partial [C B] Major Is("E10"), "an error code was removed", "Do not wait for the code; another may have taken its place.";
    "E12" "error code" Change Partial [B] Patch Itself, "an error code comes with another status", "Match on the code, not on the status.";
    "E13" "media type" Add Ok [A] Minor Is("E14"), "a media type was added", "Nothing.";
    "E14" "media type" Remove Fails [C R] Major Is("E13"), "a media type was removed", "Ask for one of the others.";
    "E15" "media type" Change Ok [D] Patch Itself, "a media type is written otherwise and means the same", "Nothing.";
    "E16" "header" Add Ok [A] Minor Is("E17"), "a response header was added", "Nothing.";
    "E17" "header" Remove Ok [B] Patch Is("E16"), "a response header was removed or need not be sent", "Do not rely on the header.";
    "E18" "header" Change Partial [B] Patch Itself, "a response header has another type", "Read the header anew; headers are texts in Rust.";
    "E19" "body" Remove Fails [C R] Major Is("E21"), "an answer has no body any more", "Read nothing from the answer.";
    "E20" "body" Change Fails [C R] Major Itself, "the body was wrapped or unwrapped", "Reach for what is inside.";
    "E21" "body" Add Partial [C] Major Is("E19"), "a typed body appears where there was none", "Take the body from the answer.";
    "E22" "events" Change Partial [B] Patch Itself, "the protocol of a list of events changed", "Check how you page.", shown: TEXT;
};

pub(super) const CROSS: &[Row] = rows! { Cross
    "Y1" "description" Change Partial [Ask] No Itself, "JSON and XML descriptions of one operation differ", "Nothing; the maintainers ask upstream.", shown: Shown::Not("it is a difference inside of one state");
    "Y2" "example" Change Unknown [Ask] No Itself, "a published example contradicts its schema", "Nothing; a fixup follows, or a report upstream.", shown: Shown::Not("it is a difference inside of one state");
    "Y3" "payload" Change Fails [R] Patch Itself, "payloads changed and the documents did not", "Report the path of the error.", shown: PAYLOADS;
    "Y4" "payload" Change Fails [R] Patch Itself, "payloads write values otherwise than the documents say", "Report the path of the error.", shown: PAYLOADS;
    "Y5" "encoding" Change Fails [R] Patch Itself, "encoding or compression of payloads changed", "Upgrade.", shown: PAYLOADS;
    "Y6" "documentation" Change Partial [Ask] No Itself, "a page documents what the specification lacks", "Nothing; it goes into the known gaps.", shown: TEXT;
};

pub(super) const GENERATOR: &[Row] = rows! { Generator
    "Z1" "name" Rename Ok [C] Major Itself, "a rule for names changed", "Rename as the changelog says.", shown: OURS;
    "Z2" "mapping" Change Ok [C] Major Itself, "a scalar has another type in Rust", "Convert as the changelog says.", shown: OURS;
    "Z3" "derive" Remove Ok [C] Major Is("Z4"), "a derived trait was removed", "Do without the trait.", shown: OURS;
    "Z4" "derive" Add Ok [A] Minor Is("Z3"), "a trait is derived", "Nothing.", shown: OURS;
    "Z5" "non_exhaustive" Add Ok [C] Major Is("Z5b"), "`#[non_exhaustive]` was added", "Match with a last arm for all others.", shown: OURS;
    "Z5b" "non_exhaustive" Remove Ok [A] Minor Is("Z5"), "`#[non_exhaustive]` was removed", "Nothing.", shown: OURS;
    "Z6" "feature" Add Ok [A] Minor Is("Z6b"), "a feature was added", "Nothing.", shown: OURS;
    "Z6b" "feature" Remove Ok [C] Major Is("Z6"), "a feature was removed, or is no longer on by default", "Name the features that you use.", shown: OURS;
    "Z7" "dependency" Change Ok [C] Major Itself, "a public dependency moved a major version", "Move with it.", shown: OURS;
    "Z8" "rust-version" Narrow Ok [B] Minor Without("a lower minimum is nothing to a caller"), "the least version of Rust rose", "Upgrade Rust.", shown: OURS;
    "Z9" "decoder" Narrow Ok [R] Major Is("Z9b"), "the decoder accepts less", "Report payloads that fail.", shown: OURS;
    "Z9b" "decoder" Widen Ok [B] Patch Is("Z9"), "the decoder accepts more", "Nothing.", shown: OURS;
    "Z10" "documentation" Change Ok [D] Patch Itself, "words of the documentation changed", "Nothing.", shown: OURS;
};
