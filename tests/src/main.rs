//! The program as its users have it: see [`htx`].

fn main() -> std::process::ExitCode {
    htx::main(std::env::args_os())
}
