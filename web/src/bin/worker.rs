//! The core, in a worker of its own.

fn main() {
    sprintloom_web::worker::serve();
}
