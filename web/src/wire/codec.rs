//! Values as bytes, for the way between page and worker.
//!
//! Both ends are of the same build, so there are no names, no versions and no checks beyond what
//! keeps reading safe. Compared with general serialisation this is a tenth of the code that every
//! visitor loads, and a snapshot of 600 stories is read well within a frame.

/// Something that travels.
pub trait Wire: Sized {
    /// Writes the value.
    fn put(&self, out: &mut Vec<u8>);
    /// Reads a value. Where the bytes are not one it is any value, and the input is spoilt.
    fn get(input: &mut Input) -> Self;
}

/// Bytes still to be read. Once they turn out to be no value, only zeros are read, and what is made
/// of them is thrown away at the end: a way out after every field, dropping the fields before it,
/// was two thirds of the code that reads.
pub struct Input<'a> {
    rest: &'a [u8],
    spoilt: bool,
}

impl Input<'_> {
    /// From here on there is nothing but zeros.
    #[inline(never)]
    pub fn spoil(&mut self) {
        self.rest = &[];
        self.spoilt = true;
    }

    #[inline(never)]
    fn byte(&mut self) -> u8 {
        if let Some((&first, rest)) = self.rest.split_first() {
            self.rest = rest;
            return first;
        }
        self.spoil();
        0
    }

    #[inline(never)]
    fn number(&mut self) -> u64 {
        let mut value = 0_u64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte();
            value |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return value;
            }
        }
        self.spoil();
        0
    }

    #[inline(never)]
    fn up_to(&mut self, most: u64) -> u64 {
        let number = self.number();
        if number <= most {
            return number;
        }
        self.spoil();
        0
    }

    #[inline(never)]
    fn text(&mut self) -> String {
        let length = usize::try_from(self.number()).unwrap_or(usize::MAX);
        let (text, rest) = self.rest.split_at_checked(length).unwrap_or_default();
        if let (true, Ok(text)) = (text.len() == length, std::str::from_utf8(text)) {
            self.rest = rest;
            return text.to_owned();
        }
        self.spoil();
        String::new()
    }
}

/// The value as bytes.
pub fn to_bytes(value: &impl Wire) -> Vec<u8> {
    let mut out = Vec::new();
    value.put(&mut out);
    out
}

/// The value that these bytes are.
pub fn from_bytes<T: Wire>(bytes: &[u8]) -> Option<T> {
    let mut input = Input {
        rest: bytes,
        spoilt: false,
    };
    let value = T::get(&mut input);
    (!input.spoilt).then_some(value)
}

#[inline(never)]
fn put_number(mut value: u64, out: &mut Vec<u8>) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

#[inline(never)]
fn put_text(text: &str, out: &mut Vec<u8>) {
    put_number(text.len() as u64, out);
    out.extend_from_slice(text.as_bytes());
}

/// Writes values as a list of them is read.
pub fn put_all<T: Wire>(values: &[T], out: &mut Vec<u8>) {
    put_number(values.len() as u64, out);
    for value in values {
        value.put(out);
    }
}

macro_rules! numbers {
    ($($number:ty),+) => {$(
        impl Wire for $number {
            fn put(&self, out: &mut Vec<u8>) {
                put_number(*self as u64, out);
            }
            fn get(input: &mut Input) -> Self {
                input.up_to(<$number>::MAX as u64) as $number
            }
        }
    )+};
}

numbers!(u8, u16, u32, u64, usize);

impl Wire for bool {
    fn put(&self, out: &mut Vec<u8>) {
        out.push(u8::from(*self));
    }
    fn get(input: &mut Input) -> Self {
        input.byte() != 0
    }
}

/// Signed, zigzag: small numbers of either sign are short.
impl Wire for i32 {
    fn put(&self, out: &mut Vec<u8>) {
        put_number(u64::from(((self << 1) ^ (self >> 31)) as u32), out);
    }
    fn get(input: &mut Input) -> Self {
        let value = u32::get(input);
        (value >> 1) as i32 ^ -((value & 1) as i32)
    }
}

impl Wire for String {
    fn put(&self, out: &mut Vec<u8>) {
        put_text(self, out);
    }
    fn get(input: &mut Input) -> Self {
        input.text()
    }
}

impl<T: Wire> Wire for Option<T> {
    fn put(&self, out: &mut Vec<u8>) {
        out.push(u8::from(self.is_some()));
        if let Some(value) = self {
            value.put(out);
        }
    }
    fn get(input: &mut Input) -> Self {
        match input.byte() {
            0 => None,
            _ => Some(T::get(input)),
        }
    }
}

impl<T: Wire, E: Wire> Wire for Result<T, E> {
    fn put(&self, out: &mut Vec<u8>) {
        out.push(u8::from(self.is_ok()));
        match self {
            Ok(value) => value.put(out),
            Err(error) => error.put(out),
        }
    }
    fn get(input: &mut Input) -> Self {
        match input.byte() {
            0 => Err(E::get(input)),
            _ => Ok(T::get(input)),
        }
    }
}

impl<T: Wire> Wire for Vec<T> {
    fn put(&self, out: &mut Vec<u8>) {
        put_all(self, out);
    }
    fn get(input: &mut Input) -> Self {
        // Every value takes a byte at least: a length that cannot be true is none.
        let length = input.up_to(input.rest.len() as u64) as usize;
        // Bytes of a link may be anybody's: they get no more room than they fill.
        let mut values = Vec::with_capacity(length.min(1 << 16));
        for _ in 0..length {
            if input.spoilt {
                break;
            }
            values.push(T::get(input));
        }
        values
    }
}

impl<T: Wire> Wire for Box<T> {
    fn put(&self, out: &mut Vec<u8>) {
        (**self).put(out);
    }
    fn get(input: &mut Input) -> Self {
        Box::new(T::get(input))
    }
}

impl<A: Wire, B: Wire> Wire for (A, B) {
    fn put(&self, out: &mut Vec<u8>) {
        self.0.put(out);
        self.1.put(out);
    }
    fn get(input: &mut Input) -> Self {
        (A::get(input), B::get(input))
    }
}

impl<A: Wire, B: Wire, C: Wire> Wire for (A, B, C) {
    fn put(&self, out: &mut Vec<u8>) {
        self.0.put(out);
        self.1.put(out);
        self.2.put(out);
    }
    fn get(input: &mut Input) -> Self {
        (A::get(input), B::get(input), C::get(input))
    }
}

impl Wire for [i32; 4] {
    fn put(&self, out: &mut Vec<u8>) {
        for value in self {
            value.put(out);
        }
    }
    fn get(input: &mut Input) -> Self {
        std::array::from_fn(|_| i32::get(input))
    }
}

/// A struct travels as its fields in this order.
macro_rules! wire_struct {
    ($name:ty { $($field:ident),+ $(,)? }) => {
        impl $crate::wire::codec::Wire for $name {
            fn put(&self, out: &mut Vec<u8>) {
                $($crate::wire::codec::Wire::put(&self.$field, out);)+
            }
            fn get(input: &mut $crate::wire::codec::Input) -> Self {
                Self { $($field: $crate::wire::codec::Wire::get(input)),+ }
            }
        }
    };
}

/// An enum travels as the number of its variant, the first of which is 0, and the parts of it.
/// Variants with named parts give the names in braces, others in parentheses.
macro_rules! wire_enum {
    ($name:ty { $($tag:literal => $variant:ident $(($($part:ident),+))? $({$($field:ident),+})?),+ $(,)? }) => {
        impl $crate::wire::codec::Wire for $name {
            fn put(&self, out: &mut Vec<u8>) {
                match self {
                    $(Self::$variant $(($($part),+))? $({$($field),+})? => {
                        out.push($tag);
                        $($($crate::wire::codec::Wire::put($part, out);)+)?
                        $($($crate::wire::codec::Wire::put($field, out);)+)?
                    })+
                }
            }
            fn get(input: &mut $crate::wire::codec::Input) -> Self {
                const { assert!([$($tag),+][0] == 0, "what is spoilt is read as variant 0") };
                match <u8 as $crate::wire::codec::Wire>::get(input) {
                    $($tag => {
                        $($(let $part = $crate::wire::codec::Wire::get(input);)+)?
                        $($(let $field = $crate::wire::codec::Wire::get(input);)+)?
                        Self::$variant $(($($part),+))? $({$($field),+})?
                    })+
                    _ => {
                        input.spoil();
                        Self::get(input)
                    }
                }
            }
        }
    };
}

pub(crate) use {wire_enum, wire_struct};

#[cfg(test)]
mod tests {
    use super::*;

    fn round<T: Wire + PartialEq + std::fmt::Debug>(value: T) {
        assert_eq!(from_bytes::<T>(&to_bytes(&value)), Some(value));
    }

    #[test]
    fn values_come_back_as_they_went() {
        round((0_u32, 127_u32, u32::MAX));
        round([0, -1, i32::MIN, i32::MAX]);
        round(vec![Some("ä".to_owned()), None]);
        round((true, Ok::<u16, String>(7)));
        round(Err::<u16, String>("no".to_owned()));
    }

    #[test]
    fn bytes_that_are_no_value_are_refused() {
        assert_eq!(from_bytes::<String>(&[5, b'a']), None);
        assert_eq!(
            from_bytes::<Vec<u32>>(&[0xff, 0xff, 0xff, 0xff, 0x0f, 1]),
            None
        );
        assert_eq!(from_bytes::<u16>(&[0xff, 0xff, 0x7f]), None);
        assert_eq!(from_bytes::<u32>(&[0xff; 12]), None);
        assert_eq!(from_bytes::<(String, u32)>(&[1, 0xff, 0]), None);
    }

    #[derive(Debug, PartialEq)]
    enum Kind {
        Plain,
        Named(String),
    }

    wire_enum!(Kind { 0 => Plain, 1 => Named(name) });

    #[test]
    fn what_follows_broken_bytes_makes_no_value_of_them() {
        round(vec![Kind::Plain, Kind::Named("a".to_owned())]);
        assert_eq!(from_bytes::<Vec<Kind>>(&[3, 0, 7, 0]), None);
        assert_eq!(from_bytes::<Vec<Kind>>(&[2, 1, 9, b'a', 0]), None);
    }
}
