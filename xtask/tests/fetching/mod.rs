//! `fetch` and `add` over real HTTP, with a registry on this machine.

mod add;
mod atomic;
mod double;
mod drift;
mod failures;
mod fetch;

use crate::support::{Run, Workspace};
use double::Double;

/// The owner of all that the tests publish.
const OWNER: &str = "eier";

/// A document of our own with one member of the name `member`.
fn openapi(version: &str, member: &str) -> String {
    format!(
        "openapi: 3.0.3\ninfo:\n  title: Eksempel API\n  version: {version}\nservers:\n  - url: https://eksempel.example.org/v1\n\
         paths:\n  /eksempel:\n    get:\n      operationId: hentEksempel\n      responses:\n        '200':\n          \
         description: OK\n          content:\n            application/json:\n              schema:\n                \
         $ref: '#/components/schemas/Eksempel'\ncomponents:\n  schemas:\n    Eksempel:\n      type: object\n      \
         properties:\n        {member}:\n          type: string\n"
    )
}

/// The file for `specs/c/v1/openapi.yaml` that a person has written.
const OURS: &str = "openapi: 3.0.3\ninfo:\n  title: Vår\n  version: '1'\npaths: {}\n";

/// A workspace with `c/v1`, which is on the registry, beside those that are not.
struct Fetching {
    workspace: Workspace,
    registry: Double,
}

impl Fetching {
    fn new() -> Self {
        let fetching = Self { workspace: Workspace::new(), registry: Double::start() };
        fetching.api_toml("swaggerhub = { owner = \"eier\", api = \"c-api\", version = \"1.0.0\" }");
        fetching.workspace.write("specs/c/v1/openapi.yaml", OURS);
        fetching.workspace.write(
            "specs/lock.toml",
            "[[document]]\npath = \"c/v1/openapi.yaml\"\nread = \"2026-01-01\"\norigin = \"transcribed\"\n",
        );
        fetching.registry.publish(OWNER, "c-api", "1.0.0", &openapi("1.0.0", "beloep"));
        fetching
    }

    /// The `api.toml` of `c/v1`, with more lines.
    fn api_toml(&self, more: &str) {
        let head = "# By hand.\ntitle = \"c\"\nversion = \"v1\"\ndocuments = [\"openapi.yaml\"]\n";
        self.workspace.write("specs/c/v1/api.toml", &format!("{head}{more}\n"));
    }

    fn command(&self, args: &[&str]) -> std::process::Command {
        let url = self.registry.url();
        let mut command = self.workspace.command(&[args, &["--registry", &url]].concat());
        // 2026-11-22T05:31:02Z
        command.env("SOURCE_DATE_EPOCH", "1795325462").env_remove("HTTP_PROXY").env_remove("http_proxy");
        command
    }

    fn run(&self, args: &[&str]) -> Run {
        Run::new(&self.command(args).output().unwrap())
    }

    fn read(&self, path: &str) -> String {
        std::fs::read_to_string(self.workspace.at(path)).unwrap()
    }
}
