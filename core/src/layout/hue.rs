//! The colours that tell epics apart.

/// The hue of the epic at this index, in degrees as OKLCH counts them: by the golden angle, so that
/// neighbours lie far apart, however many there are. The first is clear of the colours that mean
/// warning and error.
pub fn epic_hue(at: usize) -> u16 {
    const FIRST: usize = 262_000;
    const GOLDEN_ANGLE: usize = 137_508;
    let thousandths = (FIRST + at % 360_000 * GOLDEN_ANGLE) % 360_000;
    (thousandths / 1000) as u16
}

/// `oklch(0.6 0.15 hue)` in sRGB, every thirty degrees.
const ON_PAPER: [u32; 12] = [
    0xc5547c, 0xca5747, 0xbf6600, 0xa37a00, 0x768c00, 0x25984d, 0x009c84, 0x0096b1, 0x0089d0,
    0x5e78d9, 0x8f68cb, 0xb05baa,
];

/// A hue as `0xRRGGBB` for light grounds: for files that cannot say it in OKLCH.
pub fn hue_on_paper(hue: u16) -> u32 {
    let colour = |at: u16| {
        let at = usize::from(at % 12);
        ON_PAPER.get(at).copied().unwrap_or_default()
    };
    let (low, high) = (colour(hue / 30), colour(hue / 30 + 1));
    let part = u32::from(hue % 30);
    let mixed = |shift: u32| {
        let (low, high) = (low >> shift & 255, high >> shift & 255);
        ((low * (30 - part) + high * part) / 30) << shift
    };
    mixed(16) | mixed(8) | mixed(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbouring_epics_are_told_apart() {
        assert_eq!([0, 1, 2].map(epic_hue), [262, 39, 177]);
        for at in 0..200 {
            let apart = epic_hue(at).abs_diff(epic_hue(at + 1));
            assert!(apart.min(360 - apart) > 100, "{at}");
        }
        assert!(epic_hue(usize::MAX) < 360);
    }

    #[test]
    fn colours_between_the_listed_ones_are_mixed_of_both() {
        assert_eq!(hue_on_paper(30), 0xca5747);
        assert_eq!(hue_on_paper(15), 0xc75561);
        assert_eq!(hue_on_paper(345), 0xba5793);
    }
}
