use super::{Fetching, OWNER, openapi};

#[test]
fn a_new_api_becomes_a_folder_that_a_crate_can_be_made_of() {
    let fetching = Fetching::new();
    fetching.registry.publish(OWNER, "nyTjeneste-api", "2.1.0", &openapi("2.1.0", "beloep"));
    fetching.registry.publish(OWNER, "nyTjeneste-api", "3.0.0", &openapi("3.0.0", "sum"));
    fetching.registry.prefer(OWNER, "nyTjeneste-api", "2.1.0");
    let run = fetching.run(&["add", "eier/nyTjeneste-api"]).expect(0);
    assert!(run.err.contains("add: specs/ny-tjeneste/v2/ from eier/nyTjeneste-api 2.1.0\n"), "{}", run.err);
    assert_eq!(fetching.read("specs/ny-tjeneste/v2/openapi.yaml"), openapi("2.1.0", "beloep"));
    let api_toml = fetching.read("specs/ny-tjeneste/v2/api.toml");
    for line in [
        "title = \"Eksempel API\"\nversion = \"v2\"\ndocuments = [\"openapi.yaml\"]\n",
        "\nswaggerhub = { owner = \"eier\", api = \"nyTjeneste-api\", version = \"2.1.0\" }\n",
        "\nformats = [\"json\"]\n",
    ] {
        assert!(api_toml.contains(line), "{line} is not in\n{api_toml}");
    }
    let lock = fetching.read("specs/lock.toml");
    assert!(lock.contains("path = \"ny-tjeneste/v2/openapi.yaml\"") && lock.contains("path = \"c/v1/openapi.yaml\""));
    fetching.workspace.run(&["regen", "ny-tjeneste/v2"]).expect(0);
    let run = fetching.run(&["fetch", "ny-tjeneste/v2"]).expect(0);
    assert_eq!(
        run.out,
        "ny-tjeneste/v2  openapi.yaml  2.1.0  unchanged\nnot covered: eier/nyTjeneste-api 3.0.0, a newer version\n"
    );

    // The other version beside it, without asking what there is.
    fetching.registry.requests();
    fetching.run(&["add", "eier/nyTjeneste-api/3.0.0", "--as", "annet-navn/v7"]).expect(0);
    assert_eq!(fetching.registry.requests().len(), 1);
    assert!(fetching.read("specs/annet-navn/v7/api.toml").contains("version = \"v7\""));
}

#[test]
fn nothing_is_made_of_what_cannot_be_used() {
    let fetching = Fetching::new();
    fetching.registry.publish(OWNER, "feil-api", "1.0.0", "openapi: 1.0\n");
    fetching.registry.publish(OWNER, "uten-tall-api", "utkast", &openapi("utkast", "x"));
    let before = fetching.workspace.contents(".");
    for (args, code, told) in [
        (&["eier/c-api"][..], 2, "specs/c/v1/ is there already"),
        (&["eier"], 2, "is not OWNER/API"),
        (&["eier/c-api", "--as", "../x/v1"], 2, "is no name for a folder"),
        (&["eier/c-api", "--as", "C/v1"], 2, "is no name for a folder"),
        (&["eier/c-api", "--as", "c/1"], 2, "is no name for a folder"),
        (&["eier/uten-tall-api"], 2, "tells no major version"),
        (&["eier/feil-api"], 1, "what is published cannot be read:"),
        (&["eier/borte-api"], 1, "the server answered 404"),
        (&["eier/c-api/9.0.0", "--as", "ny/v9"], 1, "the server answered 404"),
    ] {
        let run = fetching.run(&[&["add"], args].concat()).expect(code);
        assert!(run.err.contains(told), "{args:?}: {}", run.err);
    }
    assert!(fetching.workspace.contents(".") == before);
}
