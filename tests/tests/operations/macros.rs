//! What a row is written with. The names that the expansions use are imported by [`calls`](super::calls).

/// A row: the crate, the operation, the formats of its answers, what must arrive, the example that is the answer, an error
/// code, and the call.
macro_rules! case {
    ($library:ident, $operation:literal, $formats:ident, $target:expr, $answer:literal, $kode:ident, |$client:ident| $request:expr) => {{
        async fn make(call: Call) -> Outcome {
            let $client = $library::Client::from(call.client(&$library::API));
            let request = $request;
            let (result, example) = answered!($formats, call, request);
            outcome(result, &example, |body| json::to_string(body).expect("it was read"), &kode!($library, $kode))
        }
        Case {
            library: stringify!($library),
            operation: $operation,
            target: $target,
            answer: $answer,
            sent: None,
            kode: kode!($library, $kode).as_str().to_owned(),
            xml: formats!($formats),
            make: |call| Box::pin(make(call)),
        }
    }};
}

/// Makes the call, and reads the example: `json` alone, `both` formats, or `optional` where an answer may be empty.
macro_rules! answered {
    (json, $call:ident, $request:ident) => {
        ($request.send().await, json::from_slice(&$call.answer).expect("an example"))
    };
    (both, $call:ident, $request:ident) => {
        if $call.xml {
            ($request.xml().send().await, xml::from_slice(&$call.answer).expect("an example"))
        } else {
            answered!(json, $call, $request)
        }
    };
    (optional, $call:ident, $request:ident) => {{
        let result = $request.send().await;
        let result = result.map(|response| response.map(|body| body.expect("a body")));
        (result, json::from_slice(&$call.answer).expect("an example"))
    }};
}

macro_rules! formats {
    (both) => {
        true
    };
    ($other:ident) => {
        false
    };
}

/// A variant of the error codes of a crate; `none` where it has none: then a code of all services.
macro_rules! kode {
    ($library:ident, none) => {
        client::Kode::from("DAS-003")
    };
    ($library:ident, $kode:ident) => {
        $library::Feilkode::$kode
    };
}
