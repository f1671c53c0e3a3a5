//! The model of everything in `specs/`, as `cargo xtask model` prints it.

use std::panic::{AssertUnwindSafe, catch_unwind};

use skatteetaten_codegen::model::tree;
use skatteetaten_tests::{all_well, pipeline};

#[test]
fn models_are_the_ones_that_were_reviewed() {
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.set_snapshot_path("snapshots/model");
    let specs = pipeline::specs();
    let mut failures = Vec::new();
    for (api, version, path) in &specs {
        let made = pipeline::make_spec(api, version, path);
        let text = tree::render(&made.model, None).unwrap_or_else(|_| panic!("{api}/{version} has no tree"));
        let assertion = || settings.bind(|| insta::assert_snapshot!(format!("{api}-{version}"), text));
        if catch_unwind(AssertUnwindSafe(assertion)).is_err() {
            failures.push(format!("{api}/{version}"));
        }
    }
    all_well(&failures, specs.len());
}
