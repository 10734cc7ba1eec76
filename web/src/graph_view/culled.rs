//! Elements of which only those in sight exist.

use web_sys::Element;

use super::viewport::touches;
use crate::leaf::Leaf;

/// The elements in sight, by their index in the drawn graph.
pub struct Culled {
    group: Element,
    /// Which drawing they are of: another one has other elements at the same indices.
    drawing: usize,
    /// In order; each with the class that it wears.
    shown: Vec<(usize, Element, String)>,
}

impl Culled {
    /// None yet, to be shown in `group`.
    pub fn new(group: Element) -> Self {
        Self {
            group,
            drawing: 0,
            shown: Vec::new(),
        }
    }

    /// Makes exactly the `wanted` elements exist, and gives each its class; `dress` is called for
    /// those whose class is another one than before.
    pub fn show(
        &mut self,
        drawing: usize,
        wanted: &[usize],
        make: &dyn Fn(usize) -> Leaf,
        class: &dyn Fn(usize) -> String,
        dress: &dyn Fn(usize, &Element, &str),
    ) {
        if self.drawing != drawing {
            self.drawing = drawing;
            self.shown.clear();
            self.group.set_text_content(None);
        }
        // Both are in order.
        let mut before = std::mem::take(&mut self.shown).into_iter().peekable();
        for &at in wanted {
            while let Some((_, gone, _)) = before.next_if(|(old, ..)| *old < at) {
                gone.remove();
            }
            let (_, element, mut worn) =
                before.next_if(|(old, ..)| *old == at).unwrap_or_else(|| {
                    let element = make(at).element().clone();
                    let _ = self.group.append_child(&element);
                    (at, element, String::new())
                });
            let class = class(at);
            if class != worn {
                let _ = element.set_attribute("class", &class);
                dress(at, &element, &class);
                worn = class;
            }
            self.shown.push((at, element, worn));
        }
        for (_, gone, _) in before {
            gone.remove();
        }
    }
}

/// Indices of the boxes that lie in sight.
pub fn in_sight(seen: [i32; 4], boxes: impl Iterator<Item = [i32; 4]>) -> Vec<usize> {
    boxes
        .enumerate()
        .filter(|(_, bounds)| touches(seen, *bounds))
        .map(|(at, _)| at)
        .collect()
}
