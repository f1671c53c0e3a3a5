//! The command line.

mod fetch;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use fetch::{ADD_HELP, FETCH_HELP};
pub(crate) use fetch::{AddArgs, FetchArgs, RegistryArgs};

/// The maintainers' commands.
#[derive(Debug, Parser)]
#[command(name = "xtask", bin_name = "cargo xtask", after_help = FLAGS_HELP)]
pub(crate) struct Flags {
    /// The workspace to work on, instead of the one this program was built in.
    #[arg(long, global = true, hide = true, value_name = "DIR")]
    pub(crate) root: Option<PathBuf>,

    #[command(subcommand)]
    pub(crate) command: Command,
}

const FLAGS_HELP: &str = "\
Exit codes: 0 all is well; 1 something is stale, or a document has errors; 2 the command line makes no sense; 69 no server
could be reached. `drift` has codes of its own.

Examples:
  cargo xtask regen                     make all crates anew
  cargo xtask regen --check             is anything stale?
  cargo xtask model avregning/v2        what the generator has understood
  cargo xtask mock                      a server that answers as the APIs do";

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Makes the crates of generated/ from the documents of specs/.
    #[command(after_help = REGEN_HELP)]
    Regen(RegenArgs),
    /// Writes down what a crate is released as: its names and shapes stay within a major version.
    #[command(after_help = RELEASE_HELP)]
    Release(ReleaseArgs),
    /// Makes one standalone crate from any document.
    #[command(after_help = GENERATE_HELP)]
    Generate(GenerateArgs),
    /// Serves every API of specs/ on this machine: examples, documented errors, event lists, faults, tokens.
    #[command(after_help = MOCK_HELP)]
    Mock(MockArgs),
    /// Prints the intermediate model: what the generator has understood of a document.
    #[command(after_help = MODEL_HELP, override_usage = "cargo xtask model <API/VERSION | --openapi F | --xsd F> [PATH]")]
    Model(ModelArgs),
    /// Tells what changed between two states of the documents, and what that does to callers.
    #[command(after_help = DRIFT_HELP)]
    Drift(DriftArgs),
    /// Replaces the documents of specs/ by what is published.
    #[command(after_help = FETCH_HELP)]
    Fetch(FetchArgs),
    /// Makes a folder in specs/ for an API of SwaggerHub.
    #[command(after_help = ADD_HELP)]
    Add(AddArgs),
    /// Measures the generated crates: source, compile time, memory, binaries.
    #[command(after_help = SIZE_HELP)]
    Size(SizeArgs),
}

const REGEN_HELP: &str = "\
Examples:
  cargo xtask regen                             all crates, and the table in README.md
  cargo xtask regen avregning/v2 inntekt/v1     these two
  cargo xtask regen --check                     for CI: writes nothing, exits 1 with a diff if anything is stale";

#[derive(Args, Debug)]
pub(crate) struct RegenArgs {
    /// Which ones; all when none is given.
    #[arg(value_name = "API/VERSION")]
    pub(crate) apis: Vec<String>,

    /// Writes nothing; exits 1 if anything is stale.
    #[arg(long)]
    pub(crate) check: bool,
}

const RELEASE_HELP: &str = "\
The version is that of the last release and the step that the changes since then ask for; 0.1.0 the first time. A lower
version is refused, and one that leaves versions out. A change that a person has to decide on must be accepted first, in
drift-accepted.toml; else the exit code is 5. The state goes into specs/<api>/<version>/released.json, and the crate is made
anew, as one change. cargo-semver-checks is asked where it is installed and the last release has a tag <package>-<version>.

Examples:
  cargo xtask release inntekt/v1
  cargo xtask release inntekt/v1 --version 1.0.0
  cargo xtask release inntekt/v1 --drop-kept";

#[derive(Args, Debug)]
pub(crate) struct ReleaseArgs {
    /// Which ones.
    #[arg(value_name = "API/VERSION", required = true)]
    pub(crate) apis: Vec<String>,

    /// The version, where it is to be more than the changes ask for.
    #[arg(long, value_name = "X.Y.Z")]
    pub(crate) version: Option<String>,

    /// Lets go what was kept for callers and is no longer in the documents; names stay.
    #[arg(long)]
    pub(crate) drop_kept: bool,
}

const GENERATE_HELP: &str = "\
The crate compiles by itself: it is its own workspace and depends on the runtime by path. An existing DIR is replaced
if it is empty or was made by this command; anything else is refused.

Examples:
  cargo xtask generate --name inntekt --version v1 --openapi inntekt.yaml --out /tmp/inntekt
  cargo xtask generate --name naering --version v4 --xsd naering.xsd --xsd felles.xsd --out naering --runtime runtime";

#[derive(Args, Debug)]
pub(crate) struct GenerateArgs {
    /// Name of the API; kebab-case, such as `skattemelding-upersonlig`.
    #[arg(long)]
    pub(crate) name: String,

    /// Version of the API, such as `v2`.
    #[arg(long)]
    pub(crate) version: String,

    #[command(flatten)]
    pub(crate) documents: Documents,

    /// The crate's folder.
    #[arg(long, value_name = "DIR")]
    pub(crate) out: PathBuf,

    /// Folder of the package `skatteetaten`. A relative path is kept relative in the crate [default: runtime/ of this
    /// workspace].
    #[arg(long, value_name = "PATH")]
    pub(crate) runtime: Option<PathBuf>,
}

/// Documents that lie anywhere. Imports are followed inside their common parent folder.
#[derive(Args, Debug)]
pub(crate) struct Documents {
    /// An OpenAPI document, YAML or JSON.
    #[arg(long, value_name = "F")]
    pub(crate) openapi: Option<PathBuf>,

    /// An XML Schema; may be given more than once.
    #[arg(long, value_name = "F")]
    pub(crate) xsd: Vec<PathBuf>,
}

impl Documents {
    /// All that are given, the OpenAPI document first.
    pub(crate) fn all(&self) -> Vec<PathBuf> {
        self.openapi.iter().chain(&self.xsd).cloned().collect()
    }
}

const MOCK_HELP: &str = "\
The first line of standard output is the URL; in a browser it shows what is served and how to ask for errors and faults.

A file of clients for the token endpoint:
  [[clients]]
  id = \"my-client\"
  keys = [\"my-client.pem\"]               # public keys or certificates beside the file: PEM, or JSON Web Keys
  scopes = [\"skatteetaten:avregning\"]    # every scope where none is named

Examples:
  cargo xtask mock                              http://127.0.0.1:8090/
  cargo xtask mock --port 0                     any free port
  curl -H 'Authorization: Bearer mock-token' http://127.0.0.1:8090/avregning-v2/ssb/2024/20884512345";

#[derive(Args, Debug)]
pub(crate) struct MockArgs {
    /// The port of 127.0.0.1; 0 for any free one.
    #[arg(long, value_name = "P", default_value_t = 8090)]
    pub(crate) port: u16,

    /// Each list of events gets an event this often, in seconds; 0 for never.
    #[arg(long, value_name = "S", default_value_t = 10)]
    pub(crate) events_every: u64,

    /// Clients of the token endpoint, with their public keys.
    #[arg(long, value_name = "FILE")]
    pub(crate) clients: Option<PathBuf>,
}

const MODEL_HELP: &str = "\
PATH picks a type, `Type.member`, an operation or a root element; the start of a name will do.

Examples:
  cargo xtask model avregning/v2                        everything
  cargo xtask model avregning/v2 Avregning.fastland     one member in full
  cargo xtask model --openapi inntekt.yaml Inntekt      a document that lies anywhere
  cargo xtask model inntekt/v1 --format json | jq .roots";

#[derive(Args, Debug)]
pub(crate) struct ModelArgs {
    /// API/VERSION (unless a document is given), then PATH.
    #[arg(value_name = "API/VERSION] [PATH", num_args = 0..=2)]
    pub(crate) what: Vec<String>,

    #[command(flatten)]
    pub(crate) documents: Documents,

    /// How to print it.
    #[arg(long, value_enum, default_value = "tree")]
    pub(crate) format: Format,
}

const SIZE_HELP: &str = "\
Each crate is checked and built anew in a target folder of its own, its dependencies being there.
The first time takes minutes. Times and memory are those of the compiler for that crate alone; – is
what the system does not tell, and the example without the feature xml. Lines are those of src/.

Examples:
  cargo xtask size                                        all crates, all features
  cargo xtask size inntekt-v1 --features none --json      the types alone
  cargo xtask size --max-lines-per-member 15 --max-release-cpu 20 --max-memory 500 --max-check-cpu 5";

#[derive(Args, Debug)]
pub(crate) struct SizeArgs {
    /// Which ones; all when none is given.
    #[arg(value_name = "PACKAGE")]
    pub(crate) packages: Vec<String>,

    /// Features of the crates: all, none, or some by name with commas.
    #[arg(long, value_name = "LIST", default_value = "all")]
    pub(crate) features: String,

    /// Prints JSON instead of a table.
    #[arg(long)]
    pub(crate) json: bool,

    #[command(flatten)]
    pub(crate) budget: Budget,
}

/// What a crate may be at most; the command exits with 1 if one is more.
#[derive(Args, Clone, Debug, Default)]
pub(crate) struct Budget {
    /// Lines of source for each member.
    #[arg(long, value_name = "N")]
    pub(crate) max_lines_per_member: Option<f64>,

    /// Seconds on a processor for `cargo check`.
    #[arg(long, value_name = "S")]
    pub(crate) max_check_cpu: Option<f64>,

    /// Seconds on a processor for a debug build.
    #[arg(long, value_name = "S")]
    pub(crate) max_debug_cpu: Option<f64>,

    /// Seconds on a processor for a release build.
    #[arg(long, value_name = "S")]
    pub(crate) max_release_cpu: Option<f64>,

    /// Memory of the compiler in a release build.
    #[arg(long, value_name = "MIB")]
    pub(crate) max_memory: Option<f64>,
}

const DRIFT_HELP: &str = "\
Without --old and --new, specs/ is compared with what it was at a revision. Findings that a person has accepted stand in
specs/<api>/<version>/drift-accepted.toml. docs/drift.md explains ids, classes and the JSON.

Exit codes: 0 nothing, or documentation only; 1 a document has errors; 2 additions and changes of behaviour; 3 callers break
on upgrade; 4 released crates fail; 5 a person decides. With --check: 0, unless released crates fail, a person decides, or
callers break without a major release; 1 also where an accepted finding does not occur. With --upstream: 1 also where a
document could not be had and nothing else is told; 69 no server could be reached.

Examples:
  cargo xtask drift                                        all of specs/ since HEAD
  cargo xtask drift --upstream --format markdown           specs/ beside what is published now
  cargo xtask drift inntekt/v1 --git v1.2.0 --format markdown
  cargo xtask drift --old inntekt-1.6.2.yaml --new inntekt-1.7.0.yaml --html drift.html
  cargo xtask drift --old old/specs --new new/specs --check";

#[derive(Args, Debug)]
pub(crate) struct DriftArgs {
    /// Which ones; all when none is given.
    #[arg(value_name = "API/VERSION")]
    pub(crate) apis: Vec<String>,

    /// The older state: a document, or a folder.
    #[arg(long, value_name = "F")]
    pub(crate) old: Option<PathBuf>,

    /// The newer state: a document, or a folder.
    #[arg(long, value_name = "F")]
    pub(crate) new: Option<PathBuf>,

    /// Compares specs/ with what it was at this revision [default: HEAD].
    #[arg(long, value_name = "REV")]
    pub(crate) git: Option<String>,

    /// Compares what is published with specs/, and writes nothing.
    #[arg(long, conflicts_with_all = ["old", "new", "git"])]
    pub(crate) upstream: bool,

    #[command(flatten)]
    pub(crate) registry: RegistryArgs,

    /// How to print it [default: text; annotations in GitHub Actions].
    #[arg(long, value_enum)]
    pub(crate) format: Option<DriftFormat>,

    /// Writes a page to look at, too.
    #[arg(long, value_name = "FILE")]
    pub(crate) html: Option<PathBuf>,

    /// Tells also what nobody notices.
    #[arg(short, long)]
    pub(crate) verbose: bool,

    /// Fails only where something must be done before a release.
    #[arg(long)]
    pub(crate) check: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum DriftFormat {
    /// For a terminal.
    Text,
    /// For a pull request.
    Markdown,
    /// For programs.
    Json,
    /// Annotations of GitHub Actions.
    Github,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people.
    Tree,
    /// For programs.
    Json,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_consistent() {
        super::Flags::command().debug_assert();
    }
}
