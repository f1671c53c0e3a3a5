//! Token sources.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use skatteetaten::client::{
    AccessToken, BoxFuture, Client, Environment, ErrorKind, Kode, Request, Retries, StaticToken, TokenError,
    TokenRequest, TokenSource, async_token_fn, token_fn,
};
use skatteetaten_tests::http::{Answer, Received, Server};

use super::api::{API, Avregning, JSON, SEND, request};

/// Makes a call with this source; gives the `Authorization` header that arrived, or the error's kind and source.
async fn authorization(tokens: impl TokenSource + 'static) -> Result<String, (ErrorKind, bool, Vec<String>)> {
    let server = Server::always(Answer::json(200, JSON)).await.unwrap();
    let client = Client::new(&API, Environment::custom(server.url()), tokens);
    match request(&client).send::<Avregning, Kode>().await {
        Ok(_) => Ok(server.received()[0].header("authorization").unwrap().to_owned()),
        Err(error) => {
            assert!(error.is_token() && server.received().is_empty());
            assert_eq!((error.korrelasjonsid(), error.attempts()), (None, 0), "nothing was sent");
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

/// A server that answers 401 to these tokens.
async fn refusing(tokens: &'static [&'static str]) -> Server {
    let refuses = |received: &Received| {
        let token = received.header("authorization").and_then(|header| header.strip_prefix("Bearer "));
        token.is_none_or(|token| tokens.contains(&token))
    };
    Server::start(move |received| if refuses(received) { Answer::status(401) } else { Answer::json(200, JSON) })
        .await
        .unwrap()
}

#[tokio::test]
async fn a_token_is_renewed_once_after_401() {
    let server = refusing(&["t1"]).await;
    let tokens = Arc::new(Counting::default());
    let client = Client::new(&API, Environment::custom(server.url()), Arc::clone(&tokens)).retries(Retries::none());
    let answer = request(&client).send::<Avregning, Kode>().await.unwrap();
    assert_eq!(answer.attempts(), 2);
    assert_eq!(*tokens.rejected.lock().unwrap(), ["t1"]);
    assert_eq!(*tokens.asked.lock().unwrap(), 2);
    let ids: Vec<_> = server.received().iter().map(|r| r.header("korrelasjonsid").unwrap().to_owned()).collect();
    assert_ne!(ids[0], ids[1], "each call has an id of its own");

    // Calls that change something too: a call that is refused has changed nothing.
    let server = refusing(&["t1"]).await;
    let client = Client::new(&API, Environment::custom(server.url()), Counting::default());
    let post = Request::new(&client, &SEND).body_json(&Avregning::new(2020)).send::<Avregning, Kode>().await;
    assert_eq!(post.unwrap().attempts(), 2);
    assert_eq!(server.received()[1].body, server.received()[0].body);
}

#[tokio::test]
async fn a_token_is_not_renewed_twice() {
    let server = refusing(&["t1", "t2", "t3"]).await;
    let tokens = Arc::new(Counting::default());
    let client = Client::new(&API, Environment::custom(server.url()), Arc::clone(&tokens));
    let error = request(&client).send::<Avregning, Kode>().await.unwrap_err();
    assert!(error.is_unauthorized());
    assert_eq!((error.attempts(), server.received().len()), (2, 2));
    assert_eq!(*tokens.rejected.lock().unwrap(), ["t1"]);
    assert_eq!(*tokens.asked.lock().unwrap(), 2);
}

#[tokio::test]
async fn a_source_that_has_no_other_token_is_not_asked_for_ever() {
    let server = refusing(&["abc"]).await;
    let client = Client::new(&API, Environment::custom(server.url()), StaticToken::new("abc"));
    let error = request(&client).send::<Avregning, Kode>().await.unwrap_err();
    assert!(error.is_unauthorized());
    assert_eq!((error.attempts(), server.received().len()), (1, 1));
}

#[tokio::test]
async fn a_token_that_does_not_come_is_bounded_by_the_deadline() {
    let never = async_token_fn(|_| std::future::pending::<Result<String, TokenError>>());
    let client =
        Client::new(&API, Environment::custom("http://127.0.0.1:1"), never).deadline(Duration::from_millis(50));
    let error = request(&client).send::<Avregning, Kode>().await.unwrap_err();
    assert!(error.is_token() && error.is_timeout());
    assert_eq!(error.attempts(), 0);
}
