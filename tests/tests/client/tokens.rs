//! Token sources.

use std::sync::{Arc, Mutex};

use skatteetaten::client::{
    AccessToken, BoxFuture, Client, Environment, ErrorKind, Kode, StaticToken, TokenError, TokenRequest, TokenSource,
    async_token_fn, token_fn,
};
use skatteetaten_tests::http::{Answer, Server};

use super::api::{API, Avregning, JSON, request};

/// Makes a call with this source; gives the `Authorization` header that arrived, or the error's kind and source.
async fn authorization(tokens: impl TokenSource + 'static) -> Result<String, (ErrorKind, bool, Vec<String>)> {
    let server = Server::always(Answer::json(200, JSON)).await.unwrap();
    let client = Client::new(&API, Environment::custom(server.url()), tokens);
    match request(&client).send::<Avregning, Kode>().await {
        Ok(_) => Ok(server.received()[0].header("authorization").unwrap().to_owned()),
        Err(error) => {
            assert!(error.is_token() && server.received().is_empty());
            assert_eq!(error.korrelasjonsid(), None);
            let mut chain = Vec::new();
            let mut source = std::error::Error::source(&error);
            while let Some(cause) = source {
                chain.push(cause.to_string());
                source = cause.source();
            }
            Err((error.kind(), error.is_try_later(), chain))
        }
    }
}

#[tokio::test]
async fn closures_and_shared_sources() {
    let sync = token_fn(|request| {
        assert_eq!(request.api(), "avregning-v2");
        Ok::<_, TokenError>(request.scopes().collect::<Vec<_>>().join("+"))
    });
    assert_eq!(authorization(sync).await.unwrap(), "Bearer skatteetaten:avregning");
    let later = async_token_fn(|request| async move {
        tokio::task::yield_now().await;
        Ok::<_, std::io::Error>(format!("t-{}", request.api()))
    });
    assert_eq!(authorization(later).await.unwrap(), "Bearer t-avregning-v2");
    let shared: Arc<dyn TokenSource> = Arc::new(StaticToken::new("abc"));
    assert_eq!(authorization(Arc::clone(&shared)).await.unwrap(), "Bearer abc");
    let boxed: Box<dyn TokenSource> = Box::new(StaticToken::new("abc"));
    assert_eq!(authorization(boxed).await.unwrap(), "Bearer abc");
}

#[tokio::test]
async fn sources_that_fail() {
    let busy = token_fn(|_| Err::<String, _>(TokenError::new("busy").try_later()));
    assert_eq!(authorization(busy).await.unwrap_err(), (ErrorKind::Token, true, vec!["busy".to_owned()]));
    let other = async_token_fn(|_| async { Err::<String, _>("no key file") });
    assert_eq!(
        authorization(other).await.unwrap_err(),
        (ErrorKind::Token, false, vec!["the token source failed".to_owned(), "no key file".to_owned()])
    );
    for bad in ["", "a b", "a\r\nX: y", "å"] {
        let (kind, _, chain) = authorization(StaticToken::new(bad)).await.unwrap_err();
        assert_eq!((kind, chain), (ErrorKind::Token, Vec::new()), "{bad:?}");
    }
}

/// Counts what it is told.
#[derive(Default)]
struct Counting {
    asked: Mutex<u32>,
    rejected: Mutex<Vec<String>>,
}

impl TokenSource for Counting {
    fn token<'a>(&'a self, _: &'a TokenRequest) -> BoxFuture<'a, Result<AccessToken, TokenError>> {
        Box::pin(async {
            let mut asked = self.asked.lock().unwrap();
            *asked += 1;
            Ok(AccessToken::new(format!("t{asked}")))
        })
    }

    fn rejected(&self, request: &TokenRequest, token: &AccessToken) {
        assert_eq!(request.api(), "avregning-v2");
        self.rejected.lock().unwrap().push(token.expose().to_owned());
    }
}

#[tokio::test]
async fn a_source_is_told_of_401() {
    let server = Server::start(|received| {
        if received.header("authorization") == Some("Bearer t1") {
            Answer::status(401)
        } else {
            Answer::json(200, JSON)
        }
    })
    .await
    .unwrap();
    let tokens = Arc::new(Counting::default());
    let client = Client::new(&API, Environment::custom(server.url()), Arc::clone(&tokens));
    let error = request(&client).send::<Avregning, Kode>().await.unwrap_err();
    assert_eq!(error.status().unwrap(), 401);
    assert!(request(&client).send::<Avregning, Kode>().await.is_ok());
    assert_eq!(*tokens.rejected.lock().unwrap(), ["t1"]);
    assert_eq!(*tokens.asked.lock().unwrap(), 2);
}
