//! Packs the interface's description, which the program carries: unpacked it took three megabytes of
//! every process, which reads it once.

use std::{env, error::Error, fs, io::Write as _, path::PathBuf};

use flate2::{Compression, write::GzEncoder};

const DESCRIPTION: &str = "../../openapi/suite.json";

fn main() -> Result<(), Box<dyn Error>> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::best());
    packed.write_all(&fs::read(DESCRIPTION)?)?;
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or("cargo sets OUT_DIR")?);
    fs::write(out.join("suite.json.gz"), packed.finish()?)?;
    // Cargo reads this off standard output; `println!` is not for programs.
    writeln!(std::io::stdout(), "cargo::rerun-if-changed={DESCRIPTION}")?;
    Ok(())
}
