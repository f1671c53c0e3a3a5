use super::double::Fault;
use super::{Fetching, OURS, OWNER, openapi};

const DOCUMENT: &str = "/apis/eier/c-api/1.0.0/swagger.yaml";

#[test]
fn the_official_file_replaces_the_transcription() {
    let fetching = Fetching::new();
    let run = fetching.run(&["fetch", "c/v1"]).expect(0);
    assert_eq!(run.out, "c/v1  openapi.yaml  1.0.0  replaces our transcription\n");
    assert!(run.err.starts_with("fetch: 1 API version: 1 changed, 0 unchanged; "), "{}", run.err);
    assert!(run.err.contains("help: `cargo xtask drift`"), "{}", run.err);
    assert_eq!(fetching.read("specs/c/v1/openapi.yaml"), openapi("1.0.0", "beloep"));
    let lock = fetching.read("specs/lock.toml");
    for part in [
        format!("url = \"{}{DOCUMENT}\"\nversion = \"1.0.0\"\nsha256 = \"", fetching.registry.url()),
        "\"\netag = \"\\\"".to_owned(),
        "read = \"2026-11-22T05:31:02Z\"\norigin = \"fetched\"\n".to_owned(),
    ] {
        assert!(lock.contains(&part), "{part} is not in\n{lock}");
    }
    assert!(!fetching.workspace.at(".staging").exists());
    // Nothing that is generated knows the time.
    fetching.workspace.run(&["regen"]).expect(0);
    let readme = fetching.read("README.md");
    assert!(readme.contains(" 2026-11-22 |\n") && !readme.contains("05:31"), "{readme}");
}

#[test]
fn what_has_not_changed_is_not_sent_again() {
    let fetching = Fetching::new();
    fetching.run(&["fetch", "c/v1"]).expect(0);
    fetching.registry.requests();
    let before = fetching.workspace.state(".");
    let run = fetching.run(&["fetch", "c/v1"]).expect(0);
    assert_eq!(run.out, "c/v1  openapi.yaml  1.0.0  unchanged\n");
    assert!(fetching.workspace.state(".") == before, "something was written");
    let asked = fetching.registry.requests().pop().unwrap();
    assert_eq!(asked.path, DOCUMENT);
    assert!(asked.headers.contains_key("if-none-match"), "{asked:?}");
    assert!(asked.headers["user-agent"].starts_with("skatteetaten-xtask/"), "{asked:?}");

    // A file that somebody has changed is asked for anew, whatever the server last said of it.
    fetching.workspace.write("specs/c/v1/openapi.yaml", OURS);
    fetching.run(&["fetch", "c/v1"]).expect(0);
    assert!(!fetching.registry.requests().pop().unwrap().headers.contains_key("if-none-match"));
    assert_eq!(fetching.read("specs/c/v1/openapi.yaml"), openapi("1.0.0", "beloep"));
}

#[test]
fn the_newest_version_of_the_same_major_is_taken() {
    let fetching = Fetching::new();
    fetching.registry.publish(OWNER, "c-api", "1.10.0", &openapi("1.10.0", "sum"));
    fetching.registry.publish(OWNER, "c-api", "1.9.0", &openapi("1.9.0", "annet"));
    fetching.registry.publish(OWNER, "c-api", "2.0.0", &openapi("2.0.0", "ny"));
    fetching.registry.draft(OWNER, "c-api", "1.11.0", &openapi("1.11.0", "utkast"));
    let run = fetching.run(&["fetch", "c/v1"]).expect(0);
    assert_eq!(
        run.out,
        "c/v1  openapi.yaml  1.0.0 → 1.10.0  replaces our transcription\nnot covered: eier/c-api 2.0.0, a newer version\n"
    );
    let api_toml = fetching.read("specs/c/v1/api.toml");
    assert!(api_toml.starts_with("# By hand.\n"), "{api_toml}");
    assert!(
        api_toml.contains("swaggerhub = { owner = \"eier\", api = \"c-api\", version = \"1.10.0\" }"),
        "{api_toml}"
    );
    assert!(fetching.read("specs/lock.toml").contains("version = \"1.10.0\""));

    // Without a version, the folder tells the major.
    fetching.api_toml("swaggerhub = { owner = \"eier\", api = \"c-api\" }");
    fetching.run(&["fetch", "c/v1"]).expect(0);
    assert!(fetching.read("specs/c/v1/api.toml").contains("api = \"c-api\", version = \"1.10.0\" }"));
    fetching.api_toml("swaggerhub = { owner = \"eier\", api = \"c-api\", version = \"7.0.0\" }");
    let run = fetching.run(&["fetch", "c/v1"]).expect(1);
    assert!(
        run.err.contains("eier/c-api has no published version 7.*; published: 1.0.0, 1.9.0, 1.10.0, 2.0.0"),
        "{}",
        run.err
    );
}

#[test]
fn apis_without_a_folder_are_listed() {
    let fetching = Fetching::new();
    for api in ["d-api", "e-api", "f-api"] {
        fetching.registry.publish(OWNER, api, "1.0.0", &openapi("1.0.0", "x"));
    }
    let run = fetching.run(&["fetch"]).expect(0);
    for api in ["d-api", "e-api", "f-api"] {
        let line = format!("not covered: eier/{api}, an API without a folder in specs/\n");
        assert!(run.out.contains(&line), "{}", run.out);
    }
    assert!(!run.out.contains("eier/c-api"), "{}", run.out);
    assert!(run.err.contains("note: a/v1: api.toml names no place where its documents are published"), "{}", run.err);
    let pages = fetching.registry.requests().iter().filter(|request| request.path.contains("?page=")).count();
    assert_eq!(pages, 2, "four APIs, two to a page");

    fetching.api_toml("retired = true\nswaggerhub = { owner = \"eier\", api = \"c-api\", version = \"1.0.0\" }");
    let run = fetching.run(&["fetch"]).expect(0);
    assert!(run.err.contains("1 API version withdrawn by upstream: asked for only by name"), "{}", run.err);
}

#[test]
fn a_dry_run_tells_and_writes_nothing() {
    let fetching = Fetching::new();
    let before = fetching.workspace.state(".");
    let run = fetching.run(&["fetch", "--dry-run"]).expect(0);
    assert!(run.out.contains("c/v1  openapi.yaml  1.0.0  replaces our transcription\n"), "{}", run.out);
    assert!(run.err.contains("1 changed, 0 unchanged; nothing was written; "), "{}", run.err);
    assert!(fetching.workspace.state(".") == before);
}

#[test]
fn references_to_elsewhere_are_resolved_by_the_registry() {
    let fetching = Fetching::new();
    let resolved = openapi("1.0.0", "beloep");
    let unresolved =
        resolved.replace("'#/components/schemas/Eksempel'", "'https://api.swaggerhub.com/domains/eier/d/1#/x'");
    fetching.registry.publish_unresolved(OWNER, "c-api", "1.0.0", &unresolved, &resolved);
    fetching.run(&["fetch", "c/v1"]).expect(0);
    assert_eq!(fetching.read("specs/c/v1/openapi.yaml"), resolved);
    assert!(fetching.read("specs/lock.toml").contains("/swagger.yaml?resolved=true\""));
    fetching.registry.requests();
    let run = fetching.run(&["fetch", "c/v1"]).expect(0);
    assert!(run.out.contains("unchanged"), "{}", run.out);
    assert_eq!(fetching.registry.requests().len(), 2, "the versions, and the document in the form that is here");
}

#[test]
fn schemas_and_examples_come_from_their_own_addresses() {
    let fetching = Fetching::new();
    let schema = crate::support::XSD.replace("beloep", "sum");
    fetching.registry.file("/download/melding.xsd", &schema);
    fetching.registry.file("/download/melding.xml", "<melding xmlns=\"urn:a\"/>\n");
    let url = fetching.registry.url();
    fetching.workspace.write(
        "specs/a/v1/api.toml",
        &format!(
            "title = \"a\"\nversion = \"v1\"\ndocuments = [\"melding.xsd\"]\npublished = [\n  \
             {{ file = \"melding.xsd\", url = \"{url}/download/melding.xsd\" }},\n  \
             {{ file = \"examples/offisiell.xml\", url = \"{url}/download/melding.xml\" }},\n]\n"
        ),
    );
    let run = fetching.run(&["fetch", "a/v1"]).expect(0);
    assert_eq!(run.out, "a/v1  melding.xsd  new\na/v1  examples/offisiell.xml  new\n");
    assert_eq!(fetching.read("specs/a/v1/melding.xsd"), schema);
    assert_eq!(fetching.read("specs/a/v1/examples/offisiell.xml"), "<melding xmlns=\"urn:a\"/>\n");

    // One that cannot be had leaves the other as it was.
    fetching.registry.file("/download/melding.xsd", crate::support::XSD);
    fetching.registry.fail("/download/melding.xml", [Fault::Status(410)]);
    let before = fetching.workspace.contents("specs");
    fetching.run(&["fetch", "a/v1"]).expect(1);
    assert!(fetching.workspace.contents("specs") == before);

    let outside = "title = \"a\"\nversion = \"v1\"\ndocuments = [\"melding.xsd\"]\n\
                   published = [{ file = \"../../../x.xsd\", url = \"https://www.skatteetaten.no/x\" }]\n";
    fetching.workspace.write("specs/a/v1/api.toml", outside);
    let run = fetching.run(&["fetch", "a/v1"]).expect(1);
    assert!(run.err.contains("which is no path in the folder"), "{}", run.err);
}

#[test]
fn a_fixup_that_no_longer_fits_is_told_and_stops_nothing() {
    let fetching = Fetching::new();
    fetching.api_toml(
        "swaggerhub = { owner = \"eier\", api = \"c-api\", version = \"1.0.0\" }\n[[fixups]]\nrule = \"one-or-many\"\n\
         at = \"Eksempel.borte\"\nreason = \"a payload\"",
    );
    let run = fetching.run(&["fetch", "c/v1"]).expect(0);
    assert!(run.err.contains("error[E0502] specs/c/v1/api.toml:"), "{}", run.err);
    assert_eq!(fetching.read("specs/c/v1/openapi.yaml"), openapi("1.0.0", "beloep"));
}
