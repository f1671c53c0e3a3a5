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
