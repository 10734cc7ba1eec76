//! Where the picture lies in the window: pan and zoom as plain numbers.

/// Nearest and farthest.
const SCALES: (f64, f64) = (0.02, 2.5);
/// Below this, the titles of a whole picture that fits cannot be read: its beginning is shown instead.
const READABLE: f64 = 0.6;
const MARGIN: f64 = 24.0;
/// Room for the column heads.
const HEAD: f64 = 36.0;
/// Bounds are taken to whole tiles, so that a small move shows the same elements.
const TILE: f64 = 300.0;

/// A point of the picture at `(x, y)` stands at `(x * scale + left, y * scale + top)`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Viewport {
    /// Pixels from the left edge.
    pub left: f64,
    /// Pixels from the top edge.
    pub top: f64,
    /// Zoom.
    pub scale: f64,
}

impl Default for Viewport {
    fn default() -> Self {
        Self {
            left: MARGIN,
            top: HEAD,
            scale: 1.0,
        }
    }
}

impl Viewport {
    /// The whole picture, no larger than life.
    pub fn fit(whole: (f64, f64), window: (f64, f64)) -> Self {
        let scale = ((window.0 - 2.0 * MARGIN) / whole.0.max(1.0))
            .min((window.1 - HEAD - MARGIN) / whole.1.max(1.0))
            .clamp(SCALES.0, 1.0);
        Self {
            left: ((window.0 - whole.0 * scale) / 2.0).max(MARGIN),
            // A little above the middle looks like the middle.
            top: HEAD + ((window.1 - HEAD - MARGIN - whole.1 * scale) / 3.0).max(0.0),
            scale,
        }
    }

    /// The whole picture where it can be read so, else its beginning: halfway down, or the top.
    pub fn first(whole: (f64, f64), window: (f64, f64), from_top: bool) -> Self {
        let fit = Self::fit(whole, window);
        if fit.scale >= READABLE {
            return fit;
        }
        // Columns are centred on each other: most stories stand halfway down.
        let scale = 0.9;
        Self {
            scale,
            left: MARGIN,
            top: match from_top {
                true => 0.0,
                false => (window.1 - HEAD - whole.1 * scale) / 2.0 + HEAD,
            },
        }
    }

    /// Moved by so many pixels.
    pub fn moved(self, right: f64, down: f64) -> Self {
        Self {
            left: self.left + right,
            top: self.top + down,
            ..self
        }
    }

    /// Larger or smaller around a point of the window.
    pub fn zoomed(self, factor: f64, around: (f64, f64)) -> Self {
        let scale = (self.scale * factor).clamp(SCALES.0, SCALES.1);
        let factor = scale / self.scale;
        Self {
            left: around.0 - (around.0 - self.left) * factor,
            top: around.1 - (around.1 - self.top) * factor,
            scale,
        }
    }

    /// Moved as little as needed for a box of the picture to be in sight, with some air.
    pub fn showing(self, bounds: [f64; 4], window: (f64, f64)) -> Self {
        const AIR: f64 = 40.0;
        let [left, top, right, bottom] = bounds;
        let shift = |low: f64, high: f64, from: f64, to: f64| {
            if low < from {
                from - low
            } else if high > to {
                (to - high).max(from - low)
            } else {
                0.0
            }
        };
        let across = shift(
            left * self.scale + self.left,
            right * self.scale + self.left,
            AIR,
            window.0 - AIR,
        );
        let down = shift(
            top * self.scale + self.top,
            bottom * self.scale + self.top,
            HEAD + AIR,
            window.1 - AIR,
        );
        self.moved(across, down)
    }

    /// The part of the picture in the window: left, top, right, bottom, in whole tiles.
    pub fn seen(self, window: (f64, f64)) -> [i32; 4] {
        let down = |pixel: f64, from: f64| ((pixel - from) / self.scale / TILE).floor() as i32;
        let tile = TILE as i32;
        [
            down(0.0, self.left) * tile,
            down(0.0, self.top) * tile,
            (down(window.0, self.left) + 1) * tile,
            (down(window.1, self.top) + 1) * tile,
        ]
    }

    /// As an SVG transformation.
    pub fn transform(self) -> String {
        // Whole ten-thousandths: the formatting of floats would add ten kilobytes to the app.
        let fine = (self.scale * 10_000.0) as i32;
        format!(
            "translate({} {}) scale({}e-4)",
            self.left as i32, self.top as i32, fine
        )
    }
}

/// Whether two boxes touch.
pub fn touches(seen: [i32; 4], bounds: [i32; 4]) -> bool {
    let [left, top, right, bottom] = seen;
    bounds[0] <= right && bounds[2] >= left && bounds[1] <= bottom && bounds[3] >= top
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zooming_keeps_the_point_under_the_pointer() {
        let before = Viewport {
            left: 10.0,
            top: -20.0,
            scale: 0.5,
        };
        let after = before.zoomed(1.6, (300.0, 200.0));
        let world = |of: Viewport| ((300.0 - of.left) / of.scale, (200.0 - of.top) / of.scale);
        let (a, b) = (world(before), world(after));
        assert!((a.0 - b.0).abs() < 1e-9 && (a.1 - b.1).abs() < 1e-9);
        assert!((before.zoomed(1e9, (0.0, 0.0)).scale - SCALES.1).abs() < 1e-9);
    }

    #[test]
    fn fitting_shows_everything_and_never_magnifies() {
        let fit = Viewport::fit((4000.0, 500.0), (1000.0, 600.0));
        assert!(fit.left >= 0.0 && 4000.0 * fit.scale + fit.left <= 1000.0);
        assert!((Viewport::fit((100.0, 100.0), (1000.0, 600.0)).scale - 1.0).abs() < 1e-9);
    }

    #[test]
    fn what_is_in_sight_does_not_move() {
        let viewport = Viewport::default();
        assert_eq!(
            viewport.showing([100.0, 100.0, 200.0, 150.0], (800.0, 600.0)),
            viewport
        );
        let moved = viewport.showing([900.0, 100.0, 1000.0, 150.0], (800.0, 600.0));
        assert!(moved.left < viewport.left && (moved.top - viewport.top).abs() < 1e-9);
    }
}
