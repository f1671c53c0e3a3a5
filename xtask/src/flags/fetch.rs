//! The command lines of what asks the network.

use clap::Args;

pub(super) const FETCH_HELP: &str = "\
A document is taken in its newest published version of the major version that api.toml names, and replaces the old one
only if the generator can read it. Newer major versions, and APIs without a folder, are listed. docs/fetching.md has more.

Exit codes: 0 all is well; 1 a document could not be had, and is as it was; 69 no server could be reached.

Examples:
  cargo xtask fetch                               all that upstream has not withdrawn
  cargo xtask fetch avregning/v2 inntekt/v1       these two
  cargo xtask fetch --dry-run                     tells what would change, and writes nothing";

#[derive(Args, Debug)]
pub(crate) struct FetchArgs {
    /// Which ones; all when none is given.
    #[arg(value_name = "API/VERSION")]
    pub(crate) apis: Vec<String>,

    #[command(flatten)]
    pub(crate) registry: RegistryArgs,

    /// Writes nothing.
    #[arg(long)]
    pub(crate) dry_run: bool,
}

/// Where documents are asked for.
#[derive(Args, Clone, Debug)]
pub(crate) struct RegistryArgs {
    /// The registry, where it is asked; an address of this machine may do without TLS.
    #[arg(long, value_name = "URL", default_value = crate::fetch::PUBLIC)]
    pub(crate) registry: String,

    /// Seconds that one request may take.
    #[arg(long, value_name = "S", default_value_t = 60)]
    pub(crate) timeout: u64,
}

pub(super) const ADD_HELP: &str = "\
The folder is called by the API's name without -api and by the major version, unless --as says otherwise. Its api.toml is
a start: complete it by the service's documentation, then run `cargo xtask regen`.

Exit codes: those of `fetch`; 2 where the folder is there already.

Examples:
  cargo xtask add skatteetaten/inntekt-hendelser-api
  cargo xtask add skatteetaten/boligsparing-for-ungdom-api/1.2.1 --as bsu/v1";

#[derive(Args, Debug)]
pub(crate) struct AddArgs {
    /// Which one; without a version that which upstream prefers.
    #[arg(value_name = "OWNER/API[/VERSION]")]
    pub(crate) what: String,

    /// The folder in specs/.
    #[arg(long = "as", value_name = "API/VERSION")]
    pub(crate) folder: Option<String>,

    #[command(flatten)]
    pub(crate) registry: RegistryArgs,
}
