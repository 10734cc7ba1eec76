//! Slugs of titles as the method makes them: they become the keys of the status file, the names of
//! story files and of branches.

use crate::source::letters::lower;

/// Most characters of a slug.
const LONGEST: usize = 60;

/// Small letters; runs of what is no letter, digit or `_` as one `-`; at most 60 characters. A
/// title of which nothing is left gives the first 8 hex digits of its SHA-256.
pub(super) fn slug(title: &str) -> String {
    let mut slug = String::with_capacity(title.len());
    let mut length = 0;
    for c in title.trim().chars() {
        if length == LONGEST {
            break;
        }
        let word = c.is_alphanumeric() || c == '_';
        if word || !(slug.is_empty() || slug.ends_with('-')) {
            slug.push(if word { lower(c) } else { '-' });
            length += 1;
        }
    }
    while slug.ends_with('-') {
        slug.pop();
    }
    if slug.is_empty() {
        return format!("{:08x}", first_word(title.as_bytes()));
    }
    slug
}

/// The fractional parts of a root of the first primes: SHA-256's constants come from them.
const K: [u32; 64] = [
    0x428a_2f98,
    0x7137_4491,
    0xb5c0_fbcf,
    0xe9b5_dba5,
    0x3956_c25b,
    0x59f1_11f1,
    0x923f_82a4,
    0xab1c_5ed5,
    0xd807_aa98,
    0x1283_5b01,
    0x2431_85be,
    0x550c_7dc3,
    0x72be_5d74,
    0x80de_b1fe,
    0x9bdc_06a7,
    0xc19b_f174,
    0xe49b_69c1,
    0xefbe_4786,
    0x0fc1_9dc6,
    0x240c_a1cc,
    0x2de9_2c6f,
    0x4a74_84aa,
    0x5cb0_a9dc,
    0x76f9_88da,
    0x983e_5152,
    0xa831_c66d,
    0xb003_27c8,
    0xbf59_7fc7,
    0xc6e0_0bf3,
    0xd5a7_9147,
    0x06ca_6351,
    0x1429_2967,
    0x27b7_0a85,
    0x2e1b_2138,
    0x4d2c_6dfc,
    0x5338_0d13,
    0x650a_7354,
    0x766a_0abb,
    0x81c2_c92e,
    0x9272_2c85,
    0xa2bf_e8a1,
    0xa81a_664b,
    0xc24b_8b70,
    0xc76c_51a3,
    0xd192_e819,
    0xd699_0624,
    0xf40e_3585,
    0x106a_a070,
    0x19a4_c116,
    0x1e37_6c08,
    0x2748_774c,
    0x34b0_bcb5,
    0x391c_0cb3,
    0x4ed8_aa4a,
    0x5b9c_ca4f,
    0x682e_6ff3,
    0x748f_82ee,
    0x78a5_636f,
    0x84c8_7814,
    0x8cc7_0208,
    0x90be_fffa,
    0xa450_6ceb,
    0xbef9_a3f7,
    0xc671_78f2,
];

/// The first 32 bits of a text's SHA-256.
fn first_word(text: &[u8]) -> u32 {
    let mut state: [u32; 8] = [
        0x6a09_e667,
        0xbb67_ae85,
        0x3c6e_f372,
        0xa54f_f53a,
        0x510e_527f,
        0x9b05_688c,
        0x1f83_d9ab,
        0x5be0_cd19,
    ];
    let mut padded = text.to_vec();
    padded.push(0x80);
    while padded.len() % 64 != 56 {
        padded.push(0);
    }
    let bits = u64::try_from(text.len()).unwrap_or(0).wrapping_mul(8);
    padded.extend(bits.to_be_bytes());
    for block in padded.chunks(64) {
        let mut words: Vec<u32> = block
            .chunks(4)
            .map(|four| {
                four.iter()
                    .fold(0, |word, &byte| word << 8 | u32::from(byte))
            })
            .collect();
        for at in 16..64 {
            let word = |back: usize| words.get(at - back).copied().unwrap_or(0);
            let (a, b) = (word(15), word(2));
            let low = a.rotate_right(7) ^ a.rotate_right(18) ^ (a >> 3);
            let high = b.rotate_right(17) ^ b.rotate_right(19) ^ (b >> 10);
            let sum = word(16).wrapping_add(low).wrapping_add(word(7));
            words.push(sum.wrapping_add(high));
        }
        let [mut a, mut b, mut c, mut d, mut e, mut f, mut g, mut h] = state;
        for (word, constant) in words.iter().zip(K) {
            let high = e.rotate_right(6) ^ e.rotate_right(11) ^ e.rotate_right(25);
            let choice = (e & f) ^ (!e & g);
            let first = h
                .wrapping_add(high)
                .wrapping_add(choice)
                .wrapping_add(constant)
                .wrapping_add(*word);
            let low = a.rotate_right(2) ^ a.rotate_right(13) ^ a.rotate_right(22);
            let second = low.wrapping_add((a & b) ^ (a & c) ^ (b & c));
            (h, g, f, e, d, c, b, a) = (
                g,
                f,
                e,
                d.wrapping_add(first),
                c,
                b,
                a,
                first.wrapping_add(second),
            );
        }
        let added = [a, b, c, d, e, f, g, h];
        for (slot, value) in state.iter_mut().zip(added) {
            *slot = slot.wrapping_add(value);
        }
    }
    let [first, ..] = state;
    first
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_as_the_method_makes_them() {
        for (title, expected) in [
            ("User Authentication", "user-authentication"),
            ("  A & B: the (third) one! ", "a-b-the-third-one"),
            ("Été à la plage", "été-à-la-plage"),
            ("snake_case stays", "snake_case-stays"),
            ("导入 数据", "导入-数据"),
            // "!!!" and "🚀": first digits of what `sha256sum` says.
            ("!!!", "e84c538e"),
            ("🚀", "ebbc0b28"),
        ] {
            assert_eq!(slug(title), expected, "{title}");
        }
        // More than one block.
        assert_eq!(first_word(format!("{:0200}", 5).as_bytes()), 0x8264_9fe7);
        let long = slug(&"word ".repeat(30));
        assert!(
            long.chars().count() <= LONGEST && long.ends_with("word"),
            "{long}"
        );
    }
}
