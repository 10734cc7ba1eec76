//! Elements as plain calls, for the parts of a view that are many or small.
//!
//! A typed `view!` costs about half a kilobyte of code an element, and the whole app has to stay
//! under a quarter of a megabyte. Leptos keeps what it is good at here: signals, memos, effects and
//! the components that own them. What hangs below a component is built by these few functions,
//! which exist once and not once a type.

mod long;
mod near;
mod shown;

pub use long::long_list;
pub use near::{Waiting, later, long_column, on_paper, when_near};
pub use shown::shown;

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use web_sys::{Element, Event, HtmlElement, ResizeObserver, SvgElement};

use crate::browser;

/// An element with what is in it. One word, so that the calls below cost next to nothing.
#[derive(Clone)]
#[repr(transparent)]
pub struct Leaf(Element);

/// An HTML element with a class; an empty one for none.
#[inline(never)]
pub fn tag(name: &str, class: &str) -> Leaf {
    named(browser::document().create_element(name), class)
}

/// An SVG element with a class.
#[inline(never)]
pub fn svg(name: &str, class: &str) -> Leaf {
    named(
        browser::document().create_element_ns(Some("http://www.w3.org/2000/svg"), name),
        class,
    )
}

/// A `span` with words in it.
#[inline(never)]
pub fn words(class: &str, text: &str) -> Leaf {
    tag("span", class).text(text)
}

/// A button that does something.
pub fn button(class: &str, act: impl FnMut() + 'static) -> Leaf {
    pressed(class, Box::new(act))
}

#[inline(never)]
fn pressed(class: &str, mut act: Box<dyn FnMut()>) -> Leaf {
    tag("button", class)
        .set("type", "button")
        .on("click", move |_| act())
}

#[inline(never)]
fn named(element: Result<Element, JsValue>, class: &str) -> Leaf {
    // The names are all ours: a browser that refuses one cannot show the app at all.
    let leaf = Leaf(element.unwrap_throw());
    if class.is_empty() {
        leaf
    } else {
        leaf.set("class", class)
    }
}

impl Leaf {
    /// The element itself.
    pub fn element(&self) -> &Element {
        &self.0
    }

    /// With an attribute.
    #[inline(never)]
    pub fn set(self, name: &str, value: &str) -> Self {
        let _ = self.0.set_attribute(name, value);
        self
    }

    /// With an attribute where there is a value.
    pub fn set_some(self, name: &str, value: Option<&str>) -> Self {
        match value {
            Some(value) => self.set(name, value),
            None => self,
        }
    }

    /// With a property of its style, such as `--hue`.
    #[inline(never)]
    pub fn style(self, name: &str, value: &str) -> Self {
        style(&self.0, name, value);
        self
    }

    /// With words after what is in it.
    #[inline(never)]
    pub fn text(self, text: &str) -> Self {
        let _ = self
            .0
            .append_child(&browser::document().create_text_node(text));
        self
    }

    /// With an element after what is in it.
    #[inline(never)]
    pub fn with(self, child: Leaf) -> Self {
        let _ = self.0.append_child(&child.0);
        self
    }

    /// With an element, where there is one.
    #[inline(never)]
    pub fn with_some(self, child: Option<Leaf>) -> Self {
        match child {
            Some(child) => self.with(child),
            None => self,
        }
    }

    /// With an element after what is in its last child.
    #[inline(never)]
    pub fn with_last(self, child: Leaf) -> Self {
        if let Some(last) = self.0.last_element_child() {
            let _ = last.append_child(&child.0);
        }
        self
    }

    /// With elements after what is in it.
    #[inline(never)]
    pub fn with_all(mut self, children: Vec<Leaf>) -> Self {
        for child in children {
            self = self.with(child);
        }
        self
    }

    /// Hears an event for as long as the element lives.
    pub fn on(self, event: &str, act: impl FnMut(Event) + 'static) -> Self {
        self.hear(event, Box::new(act))
    }

    #[inline(never)]
    fn hear(self, event: &str, act: Box<dyn FnMut(Event)>) -> Self {
        // The browser frees the closure with the element: it may still be called while it goes.
        let act = Closure::wrap(act).into_js_value();
        let _ = self
            .0
            .add_event_listener_with_callback(event, act.unchecked_ref());
        self
    }

    /// With an attribute that follows what `value` reads; `None` takes it away.
    pub fn live_set(
        self,
        name: &'static str,
        value: impl Fn() -> Option<String> + 'static,
    ) -> Self {
        self.follow_attribute(name, Box::new(value))
    }

    #[inline(never)]
    fn follow_attribute(self, name: &'static str, value: Box<dyn Fn() -> Option<String>>) -> Self {
        let element = self.0.clone();
        follow(Box::new(move || {
            let _ = match value() {
                Some(value) => element.set_attribute(name, &value),
                None => element.remove_attribute(name),
            };
        }));
        self
    }

    /// With words that follow what `text` reads.
    pub fn live_text(self, text: impl Fn() -> String + 'static) -> Self {
        self.follow_text(Box::new(text))
    }

    #[inline(never)]
    fn follow_text(self, text: Box<dyn Fn() -> String>) -> Self {
        let element = self.0.clone();
        follow(Box::new(move || element.set_text_content(Some(&text()))));
        self
    }

    /// With elements that are made again when what `children` reads changes.
    pub fn live(self, children: impl Fn() -> Vec<Leaf> + 'static) -> Self {
        self.follow_children(Box::new(children))
    }

    #[inline(never)]
    fn follow_children(self, children: Box<dyn Fn() -> Vec<Leaf>>) -> Self {
        let element = self.0.clone();
        follow(Box::new(move || {
            let fresh = js_sys::Array::new();
            for child in children() {
                fresh.push(&child.0);
            }
            replace_children(&element, &fresh);
        }));
        self
    }
}

/// Runs `act` now, and again whenever what it reads changes, until its owner goes.
pub fn follow(act: Box<dyn Fn()>) {
    StoredValue::new_local(RenderEffect::new(move |_| act()));
}

/// Runs `act` when the element gets another size, and once now, for as long as it is there.
#[inline(never)]
pub fn on_size(element: &Element, act: Box<dyn FnMut()>) {
    // The closure is freed with the element that it is about.
    let act = Closure::wrap(act).into_js_value();
    if let Ok(observer) = ResizeObserver::new(act.unchecked_ref()) {
        observer.observe(element);
    }
}

/// Sets a property of an element's style; the page's policy forbids style attributes.
#[inline(never)]
pub fn style(element: &Element, name: &str, value: &str) {
    let style = match element.dyn_ref::<HtmlElement>() {
        Some(element) => element.style(),
        None => element.unchecked_ref::<SvgElement>().style(),
    };
    let _ = style.set_property(name, value);
}

fn replace_children(element: &Element, children: &js_sys::Array) {
    // The focus stays with the story or the field that has it, though its element is a new one.
    let focused = browser::document()
        .active_element()
        .filter(|focused| element.contains(Some(focused)));
    let story = focused
        .as_ref()
        .and_then(|focused| focused.get_attribute("data-story"));
    element.replace_children_with_node(children);
    // Where a story stands twice, its elements have names.
    match (focused.map(|focused| focused.id()), story) {
        (Some(id), _) if !id.is_empty() => browser::focus(&format!("[id=\"{id}\"]")),
        (_, Some(key)) => browser::focus_story(&key),
        _ => {}
    }
}
