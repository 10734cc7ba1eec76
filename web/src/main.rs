//! The page.

fn main() {
    sprintloom_web::app::start();
}
