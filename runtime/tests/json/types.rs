//! Types as the generator writes them.

use skatteetaten::json::Json;
use skatteetaten::{
    Aar, AarMaaned, ChoiceError, Dato, Decimal, Map, Personidentifikator, Tidspunkt, UnknownValue, UnknownVariant,
    one_of,
};

pub(crate) const NAMESPACE: &str = "urn:no:skatteetaten:eksempel:v1";

#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub(crate) struct Melding {
    pub(crate) personidentifikator: Personidentifikator,
    pub(crate) inntektsaar: Option<Aar>,
    pub(crate) inntekt: Vec<Inntekt>,
    pub(crate) merknad: Vec<String>,
    pub(crate) grad: Option<Grad>,
    pub(crate) r#type: Option<String>,
}

skatteetaten::record! {
    Melding as "Melding" in NAMESPACE {
        0 => personidentifikator: element("personidentifikator").required(),
        1 => inntektsaar: element("inntektsår"),
        2 => inntekt: element("inntekt").list(),
        3 => merknad: element("merknad").required().list(),
        4 => grad: element("grad"),
        5 => r#type: attribute("type"),
    }
    root "melding" in NAMESPACE
}

#[derive(Clone, Debug, PartialEq, Default)]
#[non_exhaustive]
pub(crate) struct Inntekt {
    pub(crate) beloep: Option<Decimal>,
    pub(crate) loennsinntekt: Option<Box<Loennsinntekt>>,
    pub(crate) ytelse: Option<Box<Inntekt>>,
    pub(crate) avvik: Vec<Decimal>,
    pub(crate) periode: Option<AarMaaned>,
    pub(crate) dato: Option<Dato>,
    pub(crate) tidspunkt: Option<Tidspunkt>,
    pub(crate) antall: Option<i64>,
    pub(crate) er_avledet: Option<bool>,
    pub(crate) annet: Option<Json>,
}

skatteetaten::record! {
    Inntekt as "Inntekt" {
        0 => beloep: element("beloep"),
        1 => loennsinntekt: element("loennsinntekt"),
        2 => ytelse: element("ytelse"),
        3 => avvik: element("avvik").list().wrapped("alleAvvik"),
        4 => periode: element("periode"),
        5 => dato: element("dato"),
        6 => tidspunkt: element("tidspunkt"),
        7 => antall: element("antall"),
        8 => er_avledet: element("erAvledet").unqualified(),
        9 => annet: element("annet"),
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub(crate) enum InntektChoice<'a> {
    Loennsinntekt(&'a Loennsinntekt),
    Ytelse(&'a Inntekt),
}

impl Inntekt {
    pub(crate) fn choice(&self) -> Result<Option<InntektChoice<'_>>, ChoiceError> {
        one_of([
            ("loennsinntekt", self.loennsinntekt.as_deref().map(InntektChoice::Loennsinntekt)),
            ("ytelse", self.ytelse.as_deref().map(InntektChoice::Ytelse)),
        ])
    }
}

#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub(crate) struct Loennsinntekt {
    pub(crate) antall: i64,
    pub(crate) sats: Option<Decimal>,
}

skatteetaten::record! {
    Loennsinntekt as "Loennsinntekt" {
        0 => antall: element("antall").required(),
        1 => sats: element("sats").required().nillable(),
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub(crate) enum Grad {
    Avvisning,
    Oeyeblikkelig,
    Unknown(UnknownValue),
}

skatteetaten::open_enum! {
    Grad as "Grad" { Avvisning = "avvisning", Oeyeblikkelig = "øyeblikkelig" }
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub(crate) enum Kjoenn {
    Unknown,
    Annen(UnknownValue),
}

skatteetaten::open_enum! { Kjoenn as "Kjoenn" else Annen { Unknown = "unknown" } }

/// Declares the member that tells its variant.
#[derive(Clone, Debug, PartialEq, Default)]
#[non_exhaustive]
pub(crate) struct Konto {
    pub(crate) nummer: Option<i64>,
    pub(crate) r#type: Option<String>,
}

skatteetaten::record! {
    Konto as "Konto" {
        0 => nummer: element("nummer"),
        1 => r#type: element("type"),
    }
}

/// Does not declare it.
#[derive(Clone, Debug, PartialEq, Default)]
#[non_exhaustive]
pub(crate) struct Fond {
    pub(crate) navn: Option<String>,
    pub(crate) rest: Map<Decimal>,
}

skatteetaten::record! {
    Fond as "Fond" {
        0 => navn: element("navn"),
        1 => rest: rest("navn"),
    }
}

#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub(crate) enum Spesifisering {
    Konto(Box<Konto>),
    Fond(Box<Fond>),
    Unknown(UnknownVariant),
}

skatteetaten::union! {
    Spesifisering as "Spesifisering" by member("type") { Konto = "konto", Fond = "fond" }
}

#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub(crate) enum Utvidet {
    Konto(Box<Konto>),
    Unknown(UnknownVariant),
}

skatteetaten::union! { Utvidet as "Utvidet" by xsi_type(NAMESPACE) { Konto = "Konto" } }

#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub(crate) enum Verdi {
    Konto(Box<Konto>),
    Loennsinntekt(Box<Loennsinntekt>),
    Tall(Decimal),
    Dato(Dato),
    Indre(Box<Verdier>),
    Unknown(UnknownVariant),
}

skatteetaten::union! { Verdi as "Verdi" untagged { Konto, Loennsinntekt, Tall, Dato, Indre } }

#[derive(Clone, Debug, PartialEq, Default)]
pub(crate) struct Verdier(pub(crate) Vec<Verdi>);

skatteetaten::list! { Verdier as "Verdier" in NAMESPACE of element("verdi") root "verdier" in NAMESPACE }

#[derive(Clone, Debug, PartialEq, Default)]
pub(crate) struct Tabell(pub(crate) Vec<Rad>);

skatteetaten::list! { Tabell as "Tabell" of element("rad") }

#[derive(Clone, Debug, PartialEq, Default)]
pub(crate) struct Rad(pub(crate) Vec<i64>);

skatteetaten::list! { Rad as "Rad" of element("celle") }

#[derive(Clone, Debug, PartialEq, Default)]
pub(crate) struct Hull(pub(crate) Vec<Option<i64>>);

skatteetaten::list! { Hull as "Hull" of element("tall").nillable() }
