use super::double::Fault;
use super::{Fetching, OWNER, openapi};

#[test]
fn what_is_published_is_compared_and_nothing_is_written() {
    let fetching = Fetching::new();
    fetching.run(&["fetch", "c/v1"]).expect(0);
    let before = fetching.workspace.state(".");
    let run = fetching.run(&["drift", "--upstream", "--format", "markdown"]).expect(0);
    assert!(run.err.contains("3 APIs compared, 0 changed"), "{}", run.err);

    let two = openapi("1.1.0", "beloep") + "        nytt:\n          type: string\n";
    fetching.registry.publish(OWNER, "c-api", "1.1.0", &two);
    let run = fetching.run(&["drift", "c/v1", "--upstream", "--format", "markdown"]).expect(2);
    assert!(run.out.contains("Eksempel.nytt") || run.out.contains("`nytt`"), "{}", run.out);
    assert!(run.err.contains("1 API compared, 1 changed"), "{}", run.err);
    assert!(fetching.workspace.state(".") == before, "drift wrote something");
    let run = fetching.run(&["drift", "--upstream", "--git", "HEAD"]).expect(2);
    assert!(run.err.contains("cannot be used with"), "{}", run.err);

    // The same report as after a fetch, for whoever fetches first; and no quiet success where something is missing.
    fetching.registry.fail("/apis/eier/c-api/1.1.0/swagger.yaml", [Fault::Status(410)]);
    let run = fetching.run(&["drift", "--upstream"]).expect(1);
    assert!(run.err.contains("error: c/v1: ") && run.err.contains("410"), "{}", run.err);
}

/// A transcription of `openapi`: the same facts, other words.
fn transcription(member: &str) -> String {
    let words = "title: Vår avskrift\n  description: Beløp i kroner, per person\n  version";
    openapi("1.0.0", member).replace("title: Eksempel API\n  version", words)
}

#[test]
fn the_words_of_a_transcription_are_not_compared_with_those_of_the_official_file() {
    let fetching = Fetching::new();
    fetching.workspace.write("specs/c/v1/openapi.yaml", &transcription("beloep"));
    let official = openapi("1.0.0", "beloep").replace("type: string\n", "type: string\n          description: I øre\n");
    fetching.registry.publish(OWNER, "c-api", "1.0.0", &official);
    let run = fetching.run(&["drift", "c/v1", "--upstream", "--format", "json"]).expect(0);
    let report: serde_json::Value = serde_json::from_str(&run.out).unwrap();
    let ids = |report: &serde_json::Value| -> Vec<String> {
        let findings = report["crates"][0]["findings"].as_array().unwrap();
        findings.iter().map(|finding| finding["id"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(ids(&report), ["A11"]);

    // A fact that differs counts, and the next change upstream is one.
    fetching.workspace.write("specs/c/v1/openapi.yaml", &transcription("sum"));
    let run = fetching.run(&["drift", "c/v1", "--upstream"]).expect(3);
    assert!(run.out.contains("A11") && run.out.contains("F5b   [C] Eksempel.beloep"), "{}", run.out);
    fetching.run(&["fetch", "c/v1"]).expect(0);
    let next = official.replace("I øre", "I kroner").replace("1.0.0", "1.1.0");
    fetching.registry.publish(OWNER, "c-api", "1.1.0", &next);
    let run = fetching.run(&["drift", "c/v1", "--upstream"]).expect(5);
    assert!(run.out.contains("G15") && !run.out.contains("A11"), "{}", run.out);
}
