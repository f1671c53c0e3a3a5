//! Access tokens and where they come from.

use std::error::Error as StdError;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use super::api::Api;

/// A boxed future, so that [`TokenSource`] is usable as a trait object.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// A source of access tokens.
///
/// The client asks before every call: a source that fetches tokens keeps them until they expire.
/// [`StaticToken`], [`token_fn`] and [`async_token_fn`] cover the simple cases.
pub trait TokenSource: Send + Sync {
    /// An access token for the request.
    fn token<'a>(&'a self, request: &'a TokenRequest) -> BoxFuture<'a, Result<AccessToken, TokenError>>;

    /// Told when the server answered 401 to a call with this token. A source that keeps tokens forgets this one.
    fn rejected(&self, request: &TokenRequest, token: &AccessToken) {
        let _ = (request, token);
    }
}

impl<T: TokenSource + ?Sized> TokenSource for Arc<T> {
    fn token<'a>(&'a self, request: &'a TokenRequest) -> BoxFuture<'a, Result<AccessToken, TokenError>> {
        (**self).token(request)
    }

    fn rejected(&self, request: &TokenRequest, token: &AccessToken) {
        (**self).rejected(request, token);
    }
}

impl<T: TokenSource + ?Sized> TokenSource for Box<T> {
    fn token<'a>(&'a self, request: &'a TokenRequest) -> BoxFuture<'a, Result<AccessToken, TokenError>> {
        (**self).token(request)
    }

    fn rejected(&self, request: &TokenRequest, token: &AccessToken) {
        (**self).rejected(request, token);
    }
}

/// What a token is wanted for.
#[derive(Clone, Debug)]
pub struct TokenRequest {
    api: &'static Api,
}

impl TokenRequest {
    /// A token for calls of `api`.
    #[must_use]
    pub const fn new(api: &'static Api) -> Self {
        Self { api }
    }

    /// Name and version of the API, such as `avregning-v2`.
    #[must_use]
    pub fn api(&self) -> &str {
        self.api.name
    }

    /// Scopes that the token needs.
    pub fn scopes(&self) -> impl ExactSizeIterator<Item = &str> + Clone {
        self.api.scopes.iter().copied()
    }
}

/// An access token, cheap to clone. `Debug` does not show it and there is no `Display`.
#[derive(Clone, PartialEq, Eq)]
pub struct AccessToken(Arc<str>);

impl AccessToken {
    /// A token, without the word `Bearer`.
    pub fn new(token: impl Into<String>) -> Self {
        Self(token.into().into())
    }

    /// The token itself.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for AccessToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AccessToken(***)")
    }
}

impl From<String> for AccessToken {
    fn from(token: String) -> Self {
        Self(token.into())
    }
}

impl From<&str> for AccessToken {
    fn from(token: &str) -> Self {
        Self(token.into())
    }
}

/// Why there is no token. The text reaches logs: a source keeps secrets, tokens and assertions out of it.
#[derive(Debug)]
pub struct TokenError {
    message: String,
    try_later: bool,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

impl TokenError {
    /// An error with a message.
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), try_later: false, source: None }
    }

    /// Adds the cause.
    #[must_use]
    pub fn with_source(mut self, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        self.source = Some(source.into());
        self
    }

    /// Marks the error as one that may pass: the token server is down, not the configuration wrong.
    #[must_use]
    pub fn try_later(mut self) -> Self {
        self.try_later = true;
        self
    }

    /// Whether the same request may succeed later.
    #[must_use]
    pub fn is_try_later(&self) -> bool {
        self.try_later
    }

    /// The `TokenError` in a boxed error, or a new one around it.
    fn from_boxed(error: Box<dyn StdError + Send + Sync>) -> Self {
        match error.downcast::<Self>() {
            Ok(error) => *error,
            Err(other) => Self::new("the token source failed").with_source(other),
        }
    }
}

impl fmt::Display for TokenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl StdError for TokenError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source.as_deref().map(|error| error as _)
    }
}

/// Always the same token: for scripts and tests, since real tokens live for minutes.
#[derive(Clone, Debug)]
pub struct StaticToken(AccessToken);

impl StaticToken {
    /// A source of this token.
    pub fn new(token: impl Into<AccessToken>) -> Self {
        Self(token.into())
    }
}

impl TokenSource for StaticToken {
    fn token<'a>(&'a self, _: &'a TokenRequest) -> BoxFuture<'a, Result<AccessToken, TokenError>> {
        Box::pin(std::future::ready(Ok(self.0.clone())))
    }
}

/// A token source made of a closure.
///
/// ```
/// use skatteetaten::client::token_fn;
///
/// let tokens = token_fn(|request| {
///     let variable = format!("TOKEN_{}", request.api());
///     std::env::var(variable) // any error that can be boxed, any text that is a token
/// });
/// # let _ = tokens;
/// ```
pub fn token_fn<F, T, E>(function: F) -> TokenFn<F>
where
    F: Fn(&TokenRequest) -> Result<T, E> + Send + Sync,
    T: Into<AccessToken>,
    E: Into<Box<dyn StdError + Send + Sync>>,
{
    TokenFn(function)
}

/// A token source made of a closure that returns a future.
///
/// ```
/// use skatteetaten::client::{TokenError, async_token_fn};
///
/// let tokens = async_token_fn(|request| async move {
///     if request.scopes().len() == 0 {
///         return Err(TokenError::new("no scope asked for"));
///     }
///     Ok("a token fetched somewhere")
/// });
/// # let _ = tokens;
/// ```
pub fn async_token_fn<F, U, T, E>(function: F) -> AsyncTokenFn<F>
where
    F: Fn(TokenRequest) -> U + Send + Sync,
    U: Future<Output = Result<T, E>> + Send,
    T: Into<AccessToken>,
    E: Into<Box<dyn StdError + Send + Sync>>,
{
    AsyncTokenFn(function)
}

/// Made by [`token_fn`].
#[derive(Clone)]
pub struct TokenFn<F>(F);

impl<F, T, E> TokenSource for TokenFn<F>
where
    F: Fn(&TokenRequest) -> Result<T, E> + Send + Sync,
    T: Into<AccessToken>,
    E: Into<Box<dyn StdError + Send + Sync>>,
{
    fn token<'a>(&'a self, request: &'a TokenRequest) -> BoxFuture<'a, Result<AccessToken, TokenError>> {
        let result = (self.0)(request).map(Into::into).map_err(|error| TokenError::from_boxed(error.into()));
        Box::pin(std::future::ready(result))
    }
}

impl<F> fmt::Debug for TokenFn<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TokenFn(..)")
    }
}

/// Made by [`async_token_fn`].
#[derive(Clone)]
pub struct AsyncTokenFn<F>(F);

impl<F, U, T, E> TokenSource for AsyncTokenFn<F>
where
    F: Fn(TokenRequest) -> U + Send + Sync,
    U: Future<Output = Result<T, E>> + Send,
    T: Into<AccessToken>,
    E: Into<Box<dyn StdError + Send + Sync>>,
{
    fn token<'a>(&'a self, request: &'a TokenRequest) -> BoxFuture<'a, Result<AccessToken, TokenError>> {
        Box::pin(async move {
            (self.0)(request.clone()).await.map(Into::into).map_err(|error| TokenError::from_boxed(error.into()))
        })
    }
}

impl<F> fmt::Debug for AsyncTokenFn<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AsyncTokenFn(..)")
    }
}
