//! Makes xsd-parser's code, with readers and writers of its own (`quick_xml`, "native" mode).

use std::error::Error;
use std::path::PathBuf;
use std::{env, fs};

use xsd_parser::Config;
use xsd_parser::config::{
    GeneratorFlags, InterpreterFlags, OptimizerFlags, ParserFlags, RenderStep, Resolver, Schema,
};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-env-changed=SCHEMA");
    let schema = env::var_os("SCHEMA").ok_or("SCHEMA is not set: start this by ./run")?;
    let mut config = Config::default();
    config.parser.resolver = vec![Resolver::File];
    config.parser.flags = ParserFlags::all();
    config.parser.schemas = vec![Schema::File(PathBuf::from(schema))];
    config.interpreter.flags = InterpreterFlags::all();
    config.optimizer.flags = OptimizerFlags::all() - OptimizerFlags::REMOVE_DUPLICATES;
    config.generator.flags = GeneratorFlags::all();
    let code = xsd_parser::generate(config.with_quick_xml().with_render_step(RenderStep::EnumConstants))?;
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or("no OUT_DIR")?);
    fs::write(out.join("native.rs"), code.to_string())?;
    Ok(())
}
