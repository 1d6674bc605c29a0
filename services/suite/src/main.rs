//! The one binary: see [`htx`].

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    htx::main(std::env::args_os())
}
