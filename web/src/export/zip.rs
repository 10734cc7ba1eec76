//! Files in one: a zip without compression, which every system opens.

/// The zip of these paths and texts. Times are left at the beginning of the format's calendar, so
/// that the same files give the same bytes.
pub fn zip(files: &[(String, String)]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut list = Vec::new();
    let mut count = 0_u16;
    for (path, text) in files {
        let (Ok(offset), Ok(size)) = (u32::try_from(out.len()), u32::try_from(text.len())) else {
            break;
        };
        let mut common = Vec::new();
        // Version 2.0, names in UTF-8, stored, no time, the first day there is.
        for number in [20_u16, 1 << 11, 0, 0, 0x21] {
            common.extend(number.to_le_bytes());
        }
        for number in [checksum(text.as_bytes()), size, size, path.len() as u32] {
            common.extend(number.to_le_bytes());
        }
        out.extend(*b"PK\x03\x04");
        out.extend(&common);
        out.extend(path.as_bytes());
        out.extend(text.as_bytes());

        list.extend(*b"PK\x01\x02\x14\0");
        list.extend(&common);
        // No comment, first disk, text, no rights.
        list.extend([0; 2 + 2 + 2 + 4]);
        list.extend(offset.to_le_bytes());
        list.extend(path.as_bytes());
        count += 1;
    }
    let (start, size) = (out.len() as u32, list.len() as u32);
    out.extend(list);
    out.extend(*b"PK\x05\x06\0\0\0\0");
    out.extend(count.to_le_bytes());
    out.extend(count.to_le_bytes());
    out.extend(size.to_le_bytes());
    out.extend(start.to_le_bytes());
    out.extend([0; 2]);
    out
}

/// CRC-32 as zips have it, bit by bit: a table would be as long as this file.
fn checksum(bytes: &[u8]) -> u32 {
    let mut sum = u32::MAX;
    for &byte in bytes {
        sum ^= u32::from(byte);
        for _ in 0..8 {
            sum = (sum >> 1) ^ (0xEDB8_8320 & (sum & 1).wrapping_neg());
        }
    }
    !sum
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_checksum_is_the_one_of_the_format() {
        assert_eq!(checksum(b"123456789"), 0xCBF4_3926);
        assert_eq!(checksum(b""), 0);
    }

    #[test]
    fn every_file_stands_twice_and_the_list_says_where() {
        let files =
            [("a/b.md", "ä"), ("c", "")].map(|(path, text)| (path.to_owned(), text.to_owned()));
        let bytes = zip(&files);
        let at = |mark: &[u8]| bytes.windows(mark.len()).position(|part| part == mark);
        assert_eq!(at(b"PK\x03\x04"), Some(0));
        let list = at(b"PK\x01\x02").expect("a list");
        assert_eq!(list, 2 * 30 + "a/b.md".len() + "ä".len() + 1);
        let end = bytes.len() - 22;
        assert_eq!(bytes[end..end + 4], *b"PK\x05\x06");
        assert_eq!(bytes[end + 16..end + 20], (list as u32).to_le_bytes());
    }
}
