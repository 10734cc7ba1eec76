//! Leaves as views of Leptos, so that they can stand wherever a view can.

use leptos::tachys::html::attribute::Attribute;
use leptos::tachys::html::attribute::any_attribute::AnyAttribute;
use leptos::tachys::hydration::Cursor;
use leptos::tachys::view::add_attr::AddAnyAttr;
use leptos::tachys::view::{Mountable, Position, PositionState, Render, RenderHtml};
use send_wrapper::SendWrapper;
use web_sys::{Element, Node};

use super::Leaf;

/// A leaf on its way into a view. Views must be ready to cross threads; the page has only one.
pub struct View(SendWrapper<Element>);

/// The leaf as a part of a view.
pub fn shown(leaf: Leaf) -> View {
    View(SendWrapper::new(leaf.0))
}

/// What Leptos keeps of a leaf that it shows.
pub struct Shown(Element);

impl Mountable for Shown {
    fn unmount(&mut self) {
        self.0.remove();
    }

    fn mount(&mut self, parent: &Element, marker: Option<&Node>) {
        let _ = parent.insert_before(&self.0, marker);
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        match self.0.parent_element() {
            Some(parent) => {
                child.mount(&parent, Some(&self.0));
                true
            }
            None => false,
        }
    }

    fn elements(&self) -> Vec<Element> {
        vec![self.0.clone()]
    }
}

impl Render for View {
    type State = Shown;

    fn build(self) -> Shown {
        Shown(self.0.take())
    }

    fn rebuild(self, shown: &mut Shown) {
        let element = self.0.take();
        let _ = shown.0.replace_with_with_node_1(&element);
        shown.0 = element;
    }
}

impl AddAnyAttr for View {
    type Output<SomeNewAttr: Attribute> = Self;

    fn add_any_attr<NewAttr: Attribute>(self, _: NewAttr) -> Self {
        self
    }
}

/// The app is rendered in the browser only: there is no markup to write or to take up.
impl RenderHtml for View {
    type AsyncOutput = Self;
    type Owned = Self;

    const MIN_LENGTH: usize = 0;

    fn dry_resolve(&mut self) {}

    async fn resolve(self) -> Self {
        self
    }

    fn to_html_with_buf(
        self,
        _: &mut String,
        _: &mut Position,
        _: bool,
        _: bool,
        _: Vec<AnyAttribute>,
    ) {
    }

    fn hydrate<const FROM_SERVER: bool>(self, _: &Cursor, _: &PositionState) -> Shown {
        self.build()
    }

    fn into_owned(self) -> Self {
        self
    }
}
