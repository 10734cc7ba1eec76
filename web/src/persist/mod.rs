//! Keeps the project in this browser: in IndexedDB a moment after each change, and until that is
//! done in a journal that is written at once. No tab writes over what another has saved.

mod database;
mod form;
mod journal;
mod keeper;
pub mod thought;

pub use form::{FORM, keeps};
pub use journal::Change;
pub use keeper::{Keeper, SaveState};
