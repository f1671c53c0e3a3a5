//! The server as its users see it.

use std::fmt;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;

use tokio::sync::oneshot;

use crate::catalogue::Catalogue;
use crate::events::Hendelse;
use crate::http;
use crate::maskinporten::{Maskinporten, TokenClient};
use crate::recorded::Recorded;
use crate::rule::{Outcome, Rule, UnknownName};
use crate::state::{State, lock};
use crate::tokens::{TEST_TOKEN, Tokens};

/// How long calls that are under way may take when the server stops.
const GRACE: Duration = Duration::from_millis(200);

/// A running server on this machine. It stops when it is dropped.
///
/// It runs on a thread of its own, so that it can be started in any test, async or not.
pub struct MockServer {
    state: Arc<State>,
    address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl MockServer {
    /// Starts a server on a free port of loopback, which serves all APIs that this package was published with.
    ///
    /// # Errors
    /// When no port can be opened.
    pub fn start() -> io::Result<Self> {
        Self::builder().start()
    }

    /// Settings of a server.
    pub fn builder() -> Builder {
        Builder::default()
    }

    /// URL of the server, without a slash at its end. In a browser it shows what is served.
    #[must_use]
    pub fn url(&self) -> String {
        self.state.url.clone()
    }

    /// Base URL of an API version, such as `avregning-v2`: what `Environment::custom` of a generated crate takes.
    #[must_use]
    pub fn base_url(&self, package: &str) -> String {
        format!("{}/{package}", self.state.url)
    }

    /// Base URL of a list of events: by its own name (`skatteoppgjoerhendelser`), or by that of an API that it tells of.
    ///
    /// # Errors
    /// When there is no such list.
    pub fn events_url(&self, name: &str) -> Result<String, UnknownName> {
        Ok(self.base_url(&self.list(name)?))
    }

    /// A token that every API takes, unless the server is [strict](Builder::only_issued_tokens).
    #[must_use]
    pub fn token(&self) -> &'static str {
        TEST_TOKEN
    }

    /// Issues a token for these scopes. One without time left is an expired one.
    #[must_use]
    pub fn issue_token(&self, scopes: &[&str], lifetime: Duration) -> String {
        lock(&self.state.tokens).issue(scopes.iter().map(|scope| (*scope).to_owned()).collect(), lifetime)
    }

    /// Issuer of the token endpoint: `aud` of a grant.
    #[must_use]
    pub fn issuer(&self) -> String {
        http::issuer(&self.state.url)
    }

    /// The token endpoint, which takes grants as Maskinporten does.
    #[must_use]
    pub fn token_endpoint(&self) -> String {
        http::token_endpoint(&self.state.url)
    }

    /// Registers a client of the token endpoint; one of the same id is replaced.
    pub fn client(&self, client: TokenClient) {
        lock(&self.state.maskinporten).register(client);
    }

    /// Adds a rule. Of several that fit a call the last one counts; faults join.
    ///
    /// # Errors
    /// When the rule names an API, operation or code that there is not.
    pub fn rule(&self, rule: Rule) -> Result<(), UnknownName> {
        self.check(&rule)?;
        lock(&self.state.rules).push(rule);
        Ok(())
    }

    /// Removes all rules.
    pub fn clear_rules(&self) {
        lock(&self.state.rules).clear();
    }

    /// A list of events: by its own name (`skatteoppgjoerhendelser`), or by that of an API that it tells of
    /// (`skattemelding-upersonlig`).
    ///
    /// # Errors
    /// When there is no such list.
    pub fn events(&self, name: &str) -> Result<Events, UnknownName> {
        Ok(Events { package: self.list(name)?, state: Arc::clone(&self.state) })
    }

    /// The last requests, oldest first, without what gives access.
    #[must_use]
    pub fn requests(&self) -> Vec<Recorded> {
        lock(&self.state.log).all()
    }

    /// Forgets all requests.
    pub fn clear_requests(&self) {
        lock(&self.state.log).clear();
    }

    /// What is served.
    #[must_use]
    pub fn catalogue(&self) -> &Catalogue {
        &self.state.catalogue
    }

    /// Waits until the server ends, which it does by itself only when it fails.
    pub fn wait(mut self) {
        if let Some(thread) = self.thread.take() {
            // It panicked: it has ended, which is what was waited for.
            let _ = thread.join();
        }
    }

    fn list(&self, name: &str) -> Result<String, UnknownName> {
        let list = self.state.catalogue.list(name);
        list.map(|api| api.package.clone()).ok_or_else(|| self.state.unknown_list(name))
    }

    fn check(&self, rule: &Rule) -> Result<(), UnknownName> {
        let catalogue = &self.state.catalogue;
        let api = match rule.api.as_deref() {
            None => None,
            Some(http::MASKINPORTEN) => return http::check_token_rule(rule),
            Some(name) => Some(catalogue.api(name).ok_or_else(|| self.state.unknown_api(name))?),
        };
        let apis = || catalogue.apis().filter(|other| api.is_none_or(|api| api.package == other.package));
        if let Some(id) = &rule.operation {
            let known = || apis().flat_map(|api| &api.operations).map(|served| served.operation.id.clone());
            if !known().any(|known| known == *id) {
                let known = api.map(|_| known().collect()).unwrap_or_default();
                return Err(UnknownName { what: "operation", name: id.clone(), known });
            }
        }
        if let Outcome::Feil(kode) = &rule.outcome {
            let known = || apis().flat_map(|api| &api.errors).chain(catalogue.common()).map(|feil| &feil.kode);
            if !known().any(|known| known == kode) {
                let known = api.map(|_| known().cloned().collect()).unwrap_or_default();
                return Err(UnknownName { what: "code", name: kode.clone(), known });
            }
        }
        Ok(())
    }
}

impl Drop for MockServer {
    fn drop(&mut self) {
        if let Some(stop) = self.stop.take() {
            // Nobody listens only when the server has ended already.
            let _ = stop.send(());
        }
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

impl fmt::Debug for MockServer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MockServer").field("address", &self.address).finish_non_exhaustive()
    }
}

/// Settings of a [`MockServer`].
#[derive(Debug, Default)]
#[must_use = "nothing runs before start"]
pub struct Builder {
    port: u16,
    catalogue: Option<Arc<Catalogue>>,
    clients: Vec<TokenClient>,
    strict: bool,
    lifetime: Option<Duration>,
    growth: Option<Duration>,
}

impl Builder {
    /// The port; any free one unless it is set.
    pub fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// Serves this catalogue, not the one of the package.
    pub fn catalogue(mut self, catalogue: Catalogue) -> Self {
        self.catalogue = Some(Arc::new(catalogue));
        self
    }

    /// Registers a client of the token endpoint.
    pub fn client(mut self, client: TokenClient) -> Self {
        self.clients.push(client);
        self
    }

    /// The test token is not valid: only tokens that this server has issued are.
    pub fn only_issued_tokens(mut self) -> Self {
        self.strict = true;
        self
    }

    /// How long tokens of the token endpoint last; 120 seconds unless it is set.
    pub fn token_lifetime(mut self, lifetime: Duration) -> Self {
        self.lifetime = Some(lifetime);
        self
    }

    /// Every list of events gets an event this often. Without it they stand still.
    pub fn events_every(mut self, every: Duration) -> Self {
        self.growth = Some(every);
        self
    }

    /// Starts the server.
    ///
    /// # Errors
    /// When the port cannot be opened, or no thread be started.
    pub fn start(self) -> io::Result<MockServer> {
        let catalogue = match self.catalogue {
            Some(catalogue) => catalogue,
            None => Catalogue::embedded().map_err(io::Error::other)?,
        };
        let listener = std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, self.port))?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let mut tokens = Tokens::default();
        tokens.strict = self.strict;
        let mut maskinporten = Maskinporten::new(self.lifetime);
        self.clients.into_iter().for_each(|client| maskinporten.register(client));
        let state = Arc::new(State::new(catalogue, format!("http://{address}"), tokens, maskinporten));
        if let Some(every) = self.growth {
            state.grow_every(every);
        }
        let runtime = tokio::runtime::Builder::new_current_thread().enable_io().enable_time().build()?;
        let (stop, stopped) = oneshot::channel();
        let shared = Arc::clone(&state);
        let serve = move || {
            // A server that fails is noticed by those who call it.
            let _ = runtime.block_on(http::serve(listener, shared, stopped, GRACE));
            runtime.shutdown_background();
        };
        let thread = std::thread::Builder::new().name("skatteetaten-mock".to_owned()).spawn(serve)?;
        Ok(MockServer { state, address, stop: Some(stop), thread: Some(thread) })
    }
}

/// A list of events of a server.
#[derive(Clone)]
pub struct Events {
    state: Arc<State>,
    package: String,
}

impl Events {
    /// Adds an event about somebody, and tells its number.
    pub fn push(&self, identifikator: &str) -> u64 {
        self.push_with(identifikator, None, Some("NY"))
    }

    /// Adds an event with a period (`2024`, `2024-05`) and a type (`NY`, `ENDRET`, `SLETTET`).
    pub fn push_with(&self, identifikator: &str, gjelder_periode: Option<&str>, hendelsetype: Option<&str>) -> u64 {
        let push = |list: &mut crate::events::EventList| list.push(identifikator, gjelder_periode, hendelsetype);
        self.state.with_list(&self.package, push).unwrap_or_default()
    }

    /// Leaves numbers out: the next event comes behind a hole.
    pub fn skip(&self, numbers: u64) {
        self.state.with_list(&self.package, |list| list.skip(numbers));
    }

    /// Removes all events. Their numbers are not given again.
    pub fn clear(&self) {
        self.state.with_list(&self.package, crate::events::EventList::clear);
    }

    /// The list gets an event this often; never where it is zero.
    pub fn grow_every(&self, every: Duration) {
        self.state.with_list(&self.package, |list| list.grow_every(every));
    }

    /// All events, by number.
    #[must_use]
    pub fn all(&self) -> Vec<Hendelse> {
        self.state.with_list(&self.package, |list| list.all().to_vec()).unwrap_or_default()
    }

    /// Base URL of the list.
    #[must_use]
    pub fn base_url(&self) -> String {
        format!("{}/{}", self.state.url, self.package)
    }
}

/// Shows which list it is: the server it is of knows tokens.
impl fmt::Debug for Events {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Events").field("list", &self.package).finish_non_exhaustive()
    }
}
