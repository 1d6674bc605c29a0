//! The one binary: see [`htx`].

fn main() -> std::process::ExitCode {
    htx::main(std::env::args_os())
}
