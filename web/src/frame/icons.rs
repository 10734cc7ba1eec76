//! The few drawn signs of the frame, 16 by 16, in the colour of the text.

use crate::leaf::{Leaf, button, svg};

/// A sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Icon {
    /// Threads through a weave.
    Loom,
    /// A small triangle down.
    Down,
    /// Undo.
    Undo,
    /// Redo.
    Redo,
    /// Light and dark.
    Theme,
    /// A panel on the right.
    Panel,
    /// Close.
    Close,
    /// Another name: a pencil.
    Edit,
    /// Add.
    Plus,
    /// Less.
    Minus,
    /// A document.
    File,
    /// A folder.
    Folder,
    /// Fit to the window.
    Fit,
    /// A list.
    List,
    /// To search: a glass.
    Search,
    /// To take away: an arrow into a tray.
    Save,
}

/// The sign.
pub fn icon(icon: Icon) -> Leaf {
    let path = match icon {
        Icon::Loom => "M2.5 3h11v10h-11zM6.2 3v10M9.8 3v10M2.5 6.4h3.7M6.2 9.6h3.6M9.8 6.4h3.7",
        Icon::Down => "M4.5 6.5 8 10l3.5-3.5",
        Icon::Undo => "M5.5 3 2.5 6l3 3M2.5 6h6.7a4 4 0 0 1 0 8H6",
        Icon::Redo => "m10.5 3 3 3-3 3M13.500 6H6.800a4 4 0 0 0 0 8H10",
        Icon::Theme => "M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2zM8 2v12M10 4.500v7M12 6v4",
        Icon::Panel => "M2 3h12v10H2zM10 3v10",
        Icon::Close => "m4 4 8 8M12 4l-8 8",
        Icon::Edit => "M3 13v-2.500L10.500 3 13 5.500 5.500 13zM9 4.500 11.500 7",
        Icon::Plus => "M8 3.500v9M3.500 8h9",
        Icon::Minus => "M3.500 8h9",
        Icon::File => "M4 2h5l3 3v9H4zM9 2v3h3",
        Icon::Folder => "M2 4h4l1.500 1.500H14V13H2z",
        Icon::Fit => "M2.500 6V2.500H6M10 2.500h3.500V6M13.500 10v3.500H10M6 13.500H2.500V10",
        Icon::List => "M2.500 4h11M2.500 8h11M2.500 12h11",
        Icon::Save => "M8 2.500v7M5 7l3 3 3-3M3 11v2.500h10V11",
        Icon::Search => "M7 2.500a4.500 4.500 0 1 0 0 9 4.500 4.500 0 0 0 0-9zM10.300 10.300 14 14",
    };
    svg("svg", "icon")
        .set("viewBox", "0 0 16 16")
        .set("width", "16")
        .set("height", "16")
        .set("aria-hidden", "true")
        .with(svg("path", "").set("d", path))
}

/// A button that shows only a sign. Its label is also its tooltip; a key in parentheses at the
/// end of it is told to the eye only.
pub fn icon_button(sign: Icon, label: &str, class: &str, act: impl FnMut() + 'static) -> Leaf {
    let name = label.split(" (").next().unwrap_or(label);
    button("icon-button", act)
        .set("class", &format!("icon-button {class}"))
        .set("aria-label", name)
        .set("title", label)
        .with(icon(sign))
}
