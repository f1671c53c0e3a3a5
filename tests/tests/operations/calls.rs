//! The calls: a row for each operation, sorted by crate.

use skatteetaten::{client, json, xml};

use super::case::{Call, Case, Outcome, SAMTYKKE, example, outcome};

const PERSON: &str = "17912099997";
const SELSKAP: &str = "314028198";

/// An example as the value that is sent.
fn sent<T: skatteetaten::Value>(package: &str, stem: &str) -> T {
    json::from_slice(&example(package, stem, false)).expect("an example")
}

pub(crate) fn cases() -> Vec<Case> {
    vec![
        case!(
            aksjebeholdning_v1,
            "hentAksjebeholdningForPerson",
            json,
            "/person/ssb/2024/17912099997",
            "full",
            Abe007,
            |c| c.hent_aksjebeholdning_for_person("ssb", "2024", PERSON)
        ),
        case!(
            aksjebeholdning_v1,
            "hentAksjebeholdningForVirksomhet",
            json,
            "/virksomhet/ssb/2024/314028198",
            "minimal",
            Abe007,
            |c| c.hent_aksjebeholdning_for_virksomhet("ssb", "2024", SELSKAP)
        ),
        case!(
            aksjonaer_i_virksomhet_v1,
            "hentAksjonaerIVirksomhet",
            json,
            "/ssb/aksjonaerer/314028198?kalenderaar=2024",
            "full",
            Aiv007,
            |c| c.hent_aksjonaer_i_virksomhet("ssb", &SELSKAP.into()).kalenderaar("2024")
        ),
        case!(aktivkonto_v3, "hentAktivKontoForPerson", json, "/ssb/17912099997", "full", Ake008, |c| c
            .hent_aktiv_konto_for_person("ssb", &PERSON.into())),
        case!(
            arbeidsforhold_v1,
            "hentAktivtArbeidsforhold",
            both,
            "/api/arbeidsforhold/v1/arbeidsgiver/314028198/arbeidstaker/17912099997/aktiv",
            "full",
            Arbeidsforhold007,
            |c| c.hent_aktivt_arbeidsforhold(SELSKAP, PERSON)
        ),
        case!(
            arbeidsgiveravgift_v1,
            "hentArbeidsgiveravgiftForEnhet",
            both,
            "/ebevis/314028198",
            "full",
            Arbeidsgiveravgift008,
            |c| c.hent_arbeidsgiveravgift_for_enhet("ebevis", &SELSKAP.into()).altinn_samtykke(SAMTYKKE)
        ),
        case!(
            avregning_v2,
            "hentAvregningForPerson",
            both,
            "/ssb/2024/17912099997?gjelderPaaTidspunkt=2024-12-01T10%3A00%3A00&ajourholdtDato=2024-12-01",
            "full",
            Ar007,
            |c| c
                .hent_avregning_for_person("ssb", "2024", &PERSON.into())
                .gjelder_paa_tidspunkt("2024-12-01T10:00:00")
                .ajourholdt_dato("2024-12-01")
        ),
        case!(
            beregnetskatt_v1,
            "hentBeregnetSkattForPerson",
            both,
            "/api/formueinntekt/beregnetskatt/nav/2019/17912099997",
            "full",
            Bsa007,
            |c| c.hent_beregnet_skatt_for_person("nav", "2019", &PERSON.into())
        ),
        case!(
            beregnetskatt_v2,
            "hentBeregnetSkattForPerson",
            both,
            "/nav/2024/17912099997?ajourholdtDato=2024-12-01",
            "full",
            Bsa009,
            |c| c.hent_beregnet_skatt_for_person("nav", "2024", &PERSON.into()).ajourholdt_dato("2024-12-01")
        ),
        case!(
            beregnetskattupersonlig_v1,
            "hentBeregnetSkattForVirksomhet",
            json,
            "/ssb/2024/314028198?ajourholdtDato=2024-12-01",
            "full",
            Bup008,
            |c| c.hent_beregnet_skatt_for_virksomhet("ssb", "2024", &SELSKAP.into()).ajourholdt_dato("2024-12-01")
        ),
        case!(bsu_v1, "hentBoligsparingForUngdomForPerson", both, "/ssb/2024/17912099997", "full", Bsu008, |c| c
            .hent_boligsparing_for_ungdom_for_person("ssb", "2024", &PERSON.into())),
        case!(
            formuesgrunnlag_eiendomsskatt_v1,
            "hentFormuesgrunnlagEiendomsskatt",
            json,
            "/kommune/2024/0301/030100000000001",
            "full",
            Fgs007,
            |c| c.hent_formuesgrunnlag_eiendomsskatt("kommune", "2024", "0301", "030100000000001")
        ),
        case!(
            hendelser_v1,
            "hentHendelser",
            both,
            "/hendelser?fraSekvensnummer=1001&antall=1000",
            "full",
            Fa005,
            |c| c.hent_hendelser(1001, 1000)
        ),
        case!(hendelser_v1, "hentStartpunkt", json, "/hendelser/start?dato=2024-12-01", "startpunkt", Fa004, |c| c
            .hent_startpunkt()
            .dato(&"2024-12-01".parse().expect("a date"))),
        case!(
            inntekt_v1,
            "hentInntektForPerson",
            both,
            "/nav/17912099997/inntekter?fraOgMed=2024-01&tilOgMed=2024-12&opplysningspliktig=314028198&virksomhet=315028191&historikk=true",
            "full",
            Im008,
            |c| c
                .hent_inntekt_for_person("nav", &PERSON.into())
                .fra_og_med("2024-01")
                .til_og_med("2024-12")
                .opplysningspliktig(&SELSKAP.into())
                .virksomhet("315028191")
                .historikk(true)
        ),
        case!(kravogbetalinger_v1, "hentAapneKrav", json, "/bank/17912099997/aapnekrav", "full", Kb007, |c| c
            .hent_aapne_krav("bank", PERSON)
            .altinn_samtykke(SAMTYKKE)),
        case!(
            kravogbetalinger_v1,
            "hentAlleKrav",
            json,
            "/bank/17912099997/krav?fraOgMed=2024-01-01&tilOgMed=2024-12-31",
            "alleKrav-full",
            Kb007,
            |c| c
                .hent_alle_krav("bank", PERSON)
                .fra_og_med(&"2024-01-01".parse().expect("a date"))
                .til_og_med(&"2024-12-31".parse().expect("a date"))
                .altinn_samtykke(SAMTYKKE)
        ),
        case!(
            kravogbetalinger_v1,
            "hentInnbetalinger",
            json,
            "/bank/17912099997/innbetalinger?fraOgMed=2024-01-01&tilOgMed=2024-12-31",
            "innbetalinger-full",
            Kb007,
            |c| c
                .hent_innbetalinger("bank", PERSON)
                .fra_og_med(&"2024-01-01".parse().expect("a date"))
                .til_og_med(&"2024-12-31".parse().expect("a date"))
                .altinn_samtykke(SAMTYKKE)
        ),
        case!(
            kravogbetalinger_v1,
            "hentUtbetalinger",
            json,
            "/bank/17912099997/utbetalinger?fraOgMed=2024-01-01&tilOgMed=2024-12-31",
            "utbetalinger-full",
            Kb007,
            |c| c
                .hent_utbetalinger("bank", PERSON)
                .fra_og_med(&"2024-01-01".parse().expect("a date"))
                .til_og_med(&"2024-12-31".parse().expect("a date"))
                .altinn_samtykke(SAMTYKKE)
        ),
        case!(
            mva_meldingsopplysning_v1,
            "hentMeldingsopplysninger",
            json,
            "/ebevis/314028198",
            "full",
            MvaMeldingsopplysning010,
            |c| c.hent_meldingsopplysninger("ebevis", &SELSKAP.into()).altinn_samtykke(SAMTYKKE)
        ),
        case!(
            mvafastsetting_v1,
            "hentMvaFastsettinger",
            json,
            "/ssb/fastsettinger/314028198?fraOgMed=2024-01&tilOgMed=2024-12",
            "full",
            Mfa007,
            |c| c.hent_mva_fastsettinger("ssb", &SELSKAP.into()).fra_og_med("2024-01").til_og_med("2024-12")
        ),
        case!(naeringsspesifikasjon_v4, "hentNaeringsspesifikasjon", both, "/ssb/2023/314028198", "full", Ns008, |c| c
            .hent_naeringsspesifikasjon("ssb", "2023", SELSKAP)),
        case!(
            omregistreringsavgift_v1,
            "hentOmregistreringsavgift",
            both,
            "/svv/%C3%86%C3%9812345?omregistreringsdato=2024-12-01",
            "full",
            Omregsavgift007,
            |c| c.hent_omregistreringsavgift("svv", "ÆØ12345").omregistreringsdato("2024-12-01")
        ),
        case!(
            oppdrag_utenlandske_virksomheter_v1,
            "hentAntallOppdrag",
            json,
            "/ebevis/utenlandskevirksomheter/314028198/oppdrag/antall",
            "full",
            Oppdragutenlandskevirksomheter008,
            |c| c.hent_antall_oppdrag("ebevis", &SELSKAP.into()).altinn_samtykke(SAMTYKKE)
        ),
        case!(
            pgi_folketrygden_v1,
            "hentPensjonsgivendeInntektForFolketrygden",
            both,
            "/2024/17912099997",
            "full",
            Pgif008,
            |c| c.hent_pensjonsgivende_inntekt_for_folketrygden("2024", &PERSON.into())
        ),
        case!(pgi_v1, "hentPensjonsgivendeInntekt", both, "/nav/2024/17912099997", "full", Pia008, |c| c
            .hent_pensjonsgivende_inntekt("nav", "2024", &PERSON.into())),
        case!(restanser_v2, "hentRestanser", json, "/ebevis/314028198", "full", Restanse008, |c| c
            .hent_restanser("ebevis", &SELSKAP.into())
            .altinn_samtykke(SAMTYKKE)),
        case!(
            sistetilgjengeligeskatteoppgjoer_v1,
            "hentSisteTilgjengeligeSkatteoppgjoer",
            both,
            "/17912099997",
            "full",
            Td006,
            |c| c.hent_siste_tilgjengelige_skatteoppgjoer(&PERSON.into())
        ),
        case!(
            skatteetatenregistrertselskap_v1,
            "hentSkatteetatenRegistrertSelskap",
            json,
            "/ssb/314028198",
            "full",
            Srs008,
            |c| c.hent_skatteetaten_registrert_selskap("ssb", SELSKAP)
        ),
        case!(
            skattekort_til_arbeidsgiver_v1,
            "bestillSkattekort",
            json,
            "/api/forskudd/bestillSkattekort",
            "bestillingskvittering",
            For001,
            |c| c.bestill_skattekort(&sent("skattekort-til-arbeidsgiver-v1", "bestilling-full"))
        )
        .sending("bestilling-full"),
        case!(
            skattekort_til_arbeidsgiver_v1,
            "hentSkattekort",
            optional,
            "/api/forskudd/skattekortTilArbeidsgiver/svar/BR0001",
            "full",
            For003,
            |c| c.hent_skattekort("BR0001")
        ),
        case!(
            skattemelding_upersonlig_v2,
            "hentSkattemeldingUpersonlig",
            both,
            "/fastsatt/ssb/2022/314028198?gjelderPaaTidspunkt=2024-12-01T10%3A00%3A00",
            "full",
            Smu009,
            |c| c
                .hent_skattemelding_upersonlig("ssb", "2022", &SELSKAP.into())
                .gjelder_paa_tidspunkt("2024-12-01T10:00:00")
        ),
        case!(
            skattemelding_upersonlig_v4,
            "hentSkattemeldingUpersonlig",
            both,
            "/fastsatt/ssb/2025/314028198?gjelderPaaTidspunkt=2024-12-01T10%3A00%3A00",
            "full",
            Smu007,
            |c| c
                .hent_skattemelding_upersonlig("ssb", "2025", &SELSKAP.into())
                .gjelder_paa_tidspunkt("2024-12-01T10:00:00")
        ),
        case!(
            skattemelding_v1,
            "hentSkattemelding",
            json,
            "/api/formueinntekt/skattemelding/fastsatt/ssb/2021/17912099997?gjelderPaaTidspunkt=2024-12-01T10%3A00%3A00",
            "full",
            Sm007,
            |c| c
                .hent_skattemelding(&"fastsatt".into(), "ssb", "2021", &PERSON.into())
                .gjelder_paa_tidspunkt("2024-12-01T10:00:00")
        ),
        case!(
            skattemelding_v5,
            "hentSkattemelding",
            both,
            "/utkast/ssb/2025/17912099997?gjelderPaaTidspunkt=2024-12-01T10%3A00%3A00",
            "full",
            Sm009,
            |c| c
                .hent_skattemelding(&"utkast".into(), "ssb", "2025", &PERSON.into())
                .gjelder_paa_tidspunkt("2024-12-01T10:00:00")
        ),
        case!(skatteplikt_v2, "hentSkatteplikt", json, "/ssb/2024/17912099997", "full", Sp008, |c| c.hent_skatteplikt(
            "ssb",
            "2024",
            &PERSON.into()
        )),
        case!(
            skattepliktig_v1,
            "hentSkattepliktig",
            both,
            "/api/part/skattepliktig/distribusjon/17912099997",
            "full",
            Skattepliktig008,
            |c| c.hent_skattepliktig("distribusjon", &PERSON.into())
        ),
        case!(
            spesifisertsummertskattegrunnlag_v1,
            "hentSpesifisertSummertSkattegrunnlag",
            json,
            "/api/formueinntekt/spesifisertsummertskattegrunnlag/utkast/norgesbank/2023/17912099997",
            "full",
            Ssg008,
            |c| c.hent_spesifisert_summert_skattegrunnlag(&"utkast".into(), "norgesbank", "2023", &PERSON.into())
        ),
        case!(
            spesifisertsummertskattegrunnlag_v1,
            "hentSpesifisertSummertSkattegrunnlagOppgjoer",
            json,
            "/api/formueinntekt/spesifisertsummertskattegrunnlag/sbl/2023/17912099997",
            "minimal",
            Ssg010,
            |c| c
                .hent_spesifisert_summert_skattegrunnlag_oppgjoer("sbl", "2023", &PERSON.into())
                .altinn_samtykke(SAMTYKKE)
        ),
        case!(
            summertskattegrunnlag_v1,
            "hentSummertSkattegrunnlag",
            both,
            "/api/formueinntekt/summertskattegrunnlag/oppgjoer/husbanken/2021/17912099997",
            "full",
            Ssg010,
            |c| c.hent_summert_skattegrunnlag(&"oppgjoer".into(), "husbanken", "2021", &PERSON.into())
        ),
        case!(
            summertskattegrunnlag_v2,
            "hentSummertSkattegrunnlag",
            both,
            "/oppgjoer/husbanken/2024/17912099997",
            "full",
            Ssg008,
            |c| c
                .hent_summert_skattegrunnlag(&"oppgjoer".into(), "husbanken", "2024", &PERSON.into())
                .altinn_samtykke(SAMTYKKE)
        ),
        case!(trekkpaalegg_v1, "hentTrekkpaalegg", json, "/api/trekkpaalegg/v1/10001/1", "full", none, |c| c
            .hent_trekkpaalegg("10001", "1")),
        case!(
            trekkpaalegg_v1,
            "hentTrekkpaaleggListe",
            json,
            "/api/trekkpaalegg/v1?fraSekvensnummer=7&maksAntall=100",
            "hentTrekkpaaleggListeResponse-full",
            none,
            |c| c.hent_trekkpaalegg_liste().fra_sekvensnummer("7").maks_antall("100")
        ),
    ]
}
