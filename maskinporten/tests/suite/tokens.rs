//! Tokens are kept, renewed, and asked for once.

use std::sync::Arc;
use std::time::{Duration, Instant};

use skatteetaten::client::{AccessToken, Api, TokenRequest, TokenSource as _};
use skatteetaten_maskinporten::{Error, Grant, Maskinporten, Token};
use tokio::time::{sleep, timeout};

use crate::double::{Answer, Double, name};
use crate::support::{CLIENT, CUSTOMER, grant, key, maskinporten};

fn text(token: &Token) -> &str {
    token.access_token().expose()
}

/// So many tasks that ask at the same time.
async fn ask(maskinporten: &Maskinporten, tasks: usize) -> Vec<Result<Token, Error>> {
    let tasks = (0..tasks)
        .map(|_| {
            let maskinporten = maskinporten.clone();
            tokio::spawn(async move { maskinporten.token_for(&grant()).await })
        })
        .collect::<Vec<_>>();
    let mut results = Vec::new();
    for task in tasks {
        results.push(task.await.unwrap());
    }
    results
}

fn slow(n: usize) -> Answer {
    Answer::token(n, 120).after(Duration::from_millis(200))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_thousand_tasks_cause_one_request() {
    let double = Double::start(|received| slow(received.index)).await;
    let maskinporten = maskinporten(&double);
    let tokens = ask(&maskinporten, 1000).await;
    assert!(tokens.iter().all(|token| text(token.as_ref().unwrap()) == name(0)));
    assert_eq!(double.count(), 1);
    // And none while the token is good.
    assert_eq!(text(&maskinporten.token_for(&grant()).await.unwrap()), name(0));
    assert_eq!(double.count(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_error_is_shared_by_those_who_waited_and_not_kept() {
    let double = Double::start(|received| match received.index {
        0 => Answer::refused(503, "temporarily_unavailable", "").after(Duration::from_millis(200)),
        n => Answer::token(n, 120),
    })
    .await;
    let maskinporten = maskinporten(&double);
    let results = ask(&maskinporten, 1000).await;
    let failed = results.iter().filter(|result| result.is_err()).count();
    // Who was late enough to come after the answer made a request of its own, which all later ones shared.
    assert!(failed > 1 && double.count() <= 2, "{failed} {}", double.count());
    assert!(results.iter().flat_map(Result::as_ref).all(|token| text(token) == name(1)));
    assert_eq!(text(&maskinporten.token_for(&grant()).await.unwrap()), name(1));
}

#[tokio::test]
async fn other_grants_do_not_wait() {
    let double = Double::start(|received| slow(received.index)).await;
    let maskinporten = maskinporten(&double);
    let other = Grant::new(["skatteetaten:avregning"]);
    let (own, customer) = (grant(), grant().consumer_org(CUSTOMER));
    let (a, b, c) =
        tokio::join!(maskinporten.token_for(&own), maskinporten.token_for(&other), maskinporten.token_for(&customer));
    let mut tokens = [a, b, c].map(|token| text(&token.unwrap()).to_owned());
    tokens.sort();
    assert_eq!(tokens, [name(0), name(1), name(2)]);
    assert_eq!(double.most_under_way(), 3);
}

#[tokio::test]
async fn a_leader_that_goes_away_strands_nobody() {
    let double = Double::start(|received| slow(received.index)).await;
    let maskinporten = maskinporten(&double);
    let leader = tokio::spawn({
        let maskinporten = maskinporten.clone();
        async move { maskinporten.token_for(&grant()).await }
    });
    while double.count() == 0 {
        sleep(Duration::from_millis(5)).await;
    }
    let waiters = (0..10)
        .map(|_| {
            let maskinporten = maskinporten.clone();
            tokio::spawn(async move { maskinporten.token_for(&grant()).await })
        })
        .collect::<Vec<_>>();
    sleep(Duration::from_millis(20)).await;
    leader.abort();
    assert!(leader.await.unwrap_err().is_cancelled());
    for waiter in waiters {
        let token = timeout(Duration::from_secs(5), waiter).await.expect("not stranded").unwrap().unwrap();
        assert_eq!(text(&token), name(0));
    }
    assert_eq!(double.count(), 1);
}

#[tokio::test]
async fn when_all_have_gone_away_the_next_asks_anew() {
    let double = Double::start(|received| match received.index {
        0 => Answer::token(0, 120).after(Duration::from_secs(60)),
        n => Answer::token(n, 120),
    })
    .await;
    let maskinporten = maskinporten(&double);
    let (wanted, came) = (grant(), async {
        while double.count() == 0 {
            sleep(Duration::from_millis(5)).await;
        }
    });
    tokio::select! {
        _ = maskinporten.token_for(&wanted) => unreachable!("the answer takes a minute"),
        () = came => {}
    }
    let token = timeout(Duration::from_secs(5), maskinporten.token_for(&grant())).await.unwrap().unwrap();
    assert_eq!(text(&token), name(1));
}

#[tokio::test]
async fn tokens_are_renewed_before_they_expire() {
    let double = Double::start(|received| Answer::token(received.index, 4)).await;
    let builder = Maskinporten::builder(double.issuer(), CLIENT, key()).renew_before(Duration::from_secs(1));
    let maskinporten = builder.build().unwrap();
    let start = Instant::now();
    let first = maskinporten.token_for(&grant()).await.unwrap();
    let renewed = loop {
        let token = maskinporten.token_for(&grant()).await.unwrap();
        if text(&token) != text(&first) {
            break start.elapsed();
        }
        assert!(!token.expires_in().is_zero(), "an expired token was given");
        sleep(Duration::from_millis(20)).await;
    };
    assert!(renewed >= Duration::from_millis(2900), "renewed too early: {renewed:?}");
    assert!(!first.expires_in().is_zero(), "renewed too late: {renewed:?}");
    assert_eq!(double.count(), 2);
}

#[tokio::test]
async fn a_margin_longer_than_the_life_does_not_loop() {
    let double = Double::start(|received| Answer::token(received.index, 10)).await;
    let builder = Maskinporten::builder(double.issuer(), CLIENT, key()).renew_before(Duration::from_secs(3600));
    let maskinporten = builder.build().unwrap();
    for _ in 0..100 {
        maskinporten.token_for(&grant()).await.unwrap();
    }
    assert_eq!(double.count(), 1);
}

#[tokio::test]
async fn a_token_that_was_refused_is_renewed_once() {
    static API: Api = Api::new("inntekt-v1").scopes(&["skatteetaten:inntekt"]);
    let double = Double::usual().await;
    let maskinporten = Arc::new(maskinporten(&double));
    let request = TokenRequest::new(&API);
    let old = maskinporten.token(&request).await.unwrap();
    // Many calls were made with the old token, and all of them got 401, some of them late.
    for _ in 0..50 {
        maskinporten.rejected(&request, &old);
        assert_eq!(maskinporten.token(&request).await.unwrap().expose(), name(1));
    }
    assert_eq!(double.count(), 2);
    // Another grant's token is none of its business.
    let customer = maskinporten.acting_for(CUSTOMER);
    assert_eq!(customer.token(&request).await.unwrap().expose(), name(2));
    maskinporten.rejected(&request, &AccessToken::new(name(2)));
    assert_eq!(customer.token(&request).await.unwrap().expose(), name(2));
    assert_eq!(double.count(), 3);
}

#[tokio::test]
async fn a_renewal_that_fails_for_now_costs_no_call() {
    let double = Double::start(|received| match received.index {
        0 => Answer::token(0, 6),
        _ => Answer::refused(503, "temporarily_unavailable", ""),
    })
    .await;
    let builder = Maskinporten::builder(double.issuer(), CLIENT, key()).renew_before(Duration::from_secs(60));
    let maskinporten = builder.build().unwrap();
    maskinporten.token_for(&grant()).await.unwrap();
    sleep(Duration::from_millis(4200)).await;
    // Due for renewal, but not expired.
    assert_eq!(text(&maskinporten.token_for(&grant()).await.unwrap()), name(0));
    assert_eq!(double.count(), 2);
    sleep(Duration::from_millis(1900)).await;
    assert!(maskinporten.token_for(&grant()).await.unwrap_err().is_try_later());
}

#[tokio::test]
async fn scopes_are_those_of_the_api_unless_the_grant_has_its_own() {
    static API: Api = Api::new("x-v1").scopes(&["skatteetaten:b", "skatteetaten:a"]);
    static NONE: Api = Api::new("y-v1");
    let double = Double::usual().await;
    let maskinporten = maskinporten(&double);
    maskinporten.token(&TokenRequest::new(&API)).await.unwrap();
    let narrow = maskinporten.with_grant(Grant::new(["skatteetaten:a"]).consumer_org(CUSTOMER));
    narrow.token(&TokenRequest::new(&API)).await.unwrap();
    narrow.token(&TokenRequest::new(&NONE)).await.unwrap();
    let error = maskinporten.token(&TokenRequest::new(&NONE)).await.unwrap_err();
    assert!(!error.is_try_later());
    let scopes = double.received().iter().map(|received| received.claims["scope"].clone()).collect::<Vec<_>>();
    assert_eq!(scopes, ["skatteetaten:a skatteetaten:b", "skatteetaten:a"]);
}

#[tokio::test]
async fn what_a_token_tells() {
    let double = Double::usual().await;
    let token = maskinporten(&double).token_for(&grant()).await.unwrap();
    assert_eq!(token.scopes().collect::<Vec<_>>(), ["a", "b"]);
    assert!((110..=120).contains(&token.expires_in().as_secs()));
    let until = token.expires_at().unwrap().as_second() - jiff::Timestamp::now().as_second();
    assert!((110..=120).contains(&until), "{until}");
}
