//! The page, or the planner in its worker: which of them depends on where the program runs.

fn main() {
    match web_sys::window() {
        Some(_) => sprintloom_web::app::start(),
        None => sprintloom_web::worker::serve(),
    }
}
