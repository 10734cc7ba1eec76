//! Values as bytes, for the way between page and worker.
//!
//! Both ends are of the same build, so there are no names, no versions and no checks beyond what
//! keeps reading safe. Compared with general serialisation this is a tenth of the code that every
//! visitor loads, and a snapshot of 600 stories is read well within a frame.

/// Something that travels.
pub trait Wire: Sized {
    /// Writes the value.
    fn put(&self, out: &mut Vec<u8>);
    /// Reads a value; `None` where the bytes are not one.
    fn get(input: &mut Input) -> Option<Self>;
}

/// Bytes still to be read.
pub struct Input<'a>(&'a [u8]);

impl Input<'_> {
    #[inline(never)]
    fn byte(&mut self) -> Option<u8> {
        let (&first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(first)
    }

    #[inline(never)]
    fn number(&mut self) -> Option<u64> {
        let mut value = 0_u64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            value |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Some(value);
            }
        }
        None
    }

    #[inline(never)]
    fn text(&mut self) -> Option<String> {
        let length = usize::try_from(self.number()?).ok()?;
        let (text, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        String::from_utf8(text.to_vec()).ok()
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
    T::get(&mut Input(bytes))
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
            fn get(input: &mut Input) -> Option<Self> {
                Self::try_from(input.number()?).ok()
            }
        }
    )+};
}

numbers!(u8, u16, u32, u64, usize);

impl Wire for bool {
    fn put(&self, out: &mut Vec<u8>) {
        out.push(u8::from(*self));
    }
    fn get(input: &mut Input) -> Option<Self> {
        Some(input.byte()? != 0)
    }
}

/// Signed, zigzag: small numbers of either sign are short.
impl Wire for i32 {
    fn put(&self, out: &mut Vec<u8>) {
        put_number(u64::from(((self << 1) ^ (self >> 31)) as u32), out);
    }
    fn get(input: &mut Input) -> Option<Self> {
        let value = u32::get(input)?;
        Some((value >> 1) as i32 ^ -((value & 1) as i32))
    }
}

impl Wire for String {
    fn put(&self, out: &mut Vec<u8>) {
        put_text(self, out);
    }
    fn get(input: &mut Input) -> Option<Self> {
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
    fn get(input: &mut Input) -> Option<Self> {
        match input.byte()? {
            0 => Some(None),
            _ => T::get(input).map(Some),
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
    fn get(input: &mut Input) -> Option<Self> {
        Some(match input.byte()? {
            0 => Err(E::get(input)?),
            _ => Ok(T::get(input)?),
        })
    }
}

impl<T: Wire> Wire for Vec<T> {
    fn put(&self, out: &mut Vec<u8>) {
        put_all(self, out);
    }
    fn get(input: &mut Input) -> Option<Self> {
        let length = usize::try_from(input.number()?).ok()?;
        // Every value takes a byte at least: a length that cannot be true reserves nothing.
        let mut values = Vec::with_capacity(length.min(input.0.len()));
        for _ in 0..length {
            values.push(T::get(input)?);
        }
        Some(values)
    }
}

impl<T: Wire> Wire for Box<T> {
    fn put(&self, out: &mut Vec<u8>) {
        (**self).put(out);
    }
    fn get(input: &mut Input) -> Option<Self> {
        T::get(input).map(Box::new)
    }
}

impl<A: Wire, B: Wire> Wire for (A, B) {
    fn put(&self, out: &mut Vec<u8>) {
        self.0.put(out);
        self.1.put(out);
    }
    fn get(input: &mut Input) -> Option<Self> {
        Some((A::get(input)?, B::get(input)?))
    }
}

impl<A: Wire, B: Wire, C: Wire> Wire for (A, B, C) {
    fn put(&self, out: &mut Vec<u8>) {
        self.0.put(out);
        self.1.put(out);
        self.2.put(out);
    }
    fn get(input: &mut Input) -> Option<Self> {
        Some((A::get(input)?, B::get(input)?, C::get(input)?))
    }
}

impl Wire for [i32; 4] {
    fn put(&self, out: &mut Vec<u8>) {
        for value in self {
            value.put(out);
        }
    }
    fn get(input: &mut Input) -> Option<Self> {
        Some([
            i32::get(input)?,
            i32::get(input)?,
            i32::get(input)?,
            i32::get(input)?,
        ])
    }
}

/// A struct travels as its fields in this order.
macro_rules! wire_struct {
    ($name:ty { $($field:ident),+ $(,)? }) => {
        impl $crate::wire::codec::Wire for $name {
            fn put(&self, out: &mut Vec<u8>) {
                $($crate::wire::codec::Wire::put(&self.$field, out);)+
            }
            fn get(input: &mut $crate::wire::codec::Input) -> Option<Self> {
                Some(Self { $($field: $crate::wire::codec::Wire::get(input)?),+ })
            }
        }
    };
}

/// An enum travels as the number of its variant and the parts of it. Variants with named parts
/// give the names in braces, others in parentheses.
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
            fn get(input: &mut $crate::wire::codec::Input) -> Option<Self> {
                Some(match <u16 as $crate::wire::codec::Wire>::get(input)? {
                    $($tag => {
                        $($(let $part = $crate::wire::codec::Wire::get(input)?;)+)?
                        $($(let $field = $crate::wire::codec::Wire::get(input)?;)+)?
                        Self::$variant $(($($part),+))? $({$($field),+})?
                    })+
                    _ => return None,
                })
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
    }
}
