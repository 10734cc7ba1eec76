//! Signals, memos and effects of Leptos, compiled once and not once a type.
//!
//! Leptos compiles its machinery anew for every type of value and every closure. Here the values lie
//! behind one pointer type and the closures behind another; what is left of a type is the look
//! through the pointer. The names and manners are Leptos' own.

use std::any::Any;
use std::marker::PhantomData;
use std::sync::Arc;

use leptos::prelude::{self as of_leptos, Get, GetUntracked, Notify, Set, Track, UpdateUntracked};
use wasm_bindgen::UnwrapThrowExt;

type Value = Arc<dyn Any + Send + Sync>;

/// What a signal or a memo can hold.
pub trait Held: Clone + Send + Sync + 'static {}

impl<T: Clone + Send + Sync + 'static> Held for T {}

fn look<T: Held>(value: &Value) -> &T {
    // Only values of this type are ever put behind the pointer.
    value.downcast_ref().unwrap_throw()
}

/// A value that can be set; who reads it in a memo or an effect hears of it.
pub struct RwSignal<T> {
    value: of_leptos::RwSignal<Value>,
    holds: PhantomData<fn() -> T>,
}

impl<T> Copy for RwSignal<T> {}

impl<T> Clone for RwSignal<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Held + Default> Default for RwSignal<T> {
    fn default() -> Self {
        Self::new(T::default())
    }
}

impl<T: Held> RwSignal<T> {
    /// A signal with this value.
    pub fn new(value: T) -> Self {
        Self {
            value: new_signal(Arc::new(value)),
            holds: PhantomData,
        }
    }

    /// The value; whoever reads it here hears of the next one.
    pub fn get(self) -> T {
        self.with(T::clone)
    }

    /// The value as it is now.
    pub fn get_untracked(self) -> T {
        self.with_untracked(T::clone)
    }

    /// Reads the value and listens to it.
    pub fn with<R>(self, read: impl FnOnce(&T) -> R) -> R {
        read(look(&get(self.value)))
    }

    /// Reads the value as it is now.
    pub fn with_untracked<R>(self, read: impl FnOnce(&T) -> R) -> R {
        read(look(&get_untracked(self.value)))
    }

    /// Another value.
    pub fn set(self, value: T) {
        set(self.value, Arc::new(value));
    }

    /// Another value; given back where the signal has gone with its owner.
    pub fn try_set(self, value: T) -> Option<T> {
        if try_get_untracked(self.value).is_none() {
            return Some(value);
        }
        self.set(value);
        None
    }

    /// The value as it is now, unless the signal has gone with its owner.
    pub fn try_get_untracked(self) -> Option<T> {
        try_get_untracked(self.value).map(|value| look::<T>(&value).clone())
    }

    /// Changes the value.
    pub fn update(self, change: impl FnOnce(&mut T)) {
        let mut value = self.get_untracked();
        change(&mut value);
        self.set(value);
    }

    /// Changes the value, and tells nobody.
    pub fn update_untracked(self, change: impl FnOnce(&mut T)) {
        let mut value = self.get_untracked();
        change(&mut value);
        set_untracked(self.value, Arc::new(value));
    }

    /// Listens to the value without reading it.
    pub fn track(self) {
        self.value.track();
    }

    /// Tells all who listen.
    pub fn notify(self) {
        self.value.notify();
    }
}

#[inline(never)]
fn new_signal(value: Value) -> of_leptos::RwSignal<Value> {
    of_leptos::RwSignal::new(value)
}

#[inline(never)]
fn get(signal: of_leptos::RwSignal<Value>) -> Value {
    signal.get()
}

#[inline(never)]
fn get_untracked(signal: of_leptos::RwSignal<Value>) -> Value {
    signal.get_untracked()
}

#[inline(never)]
fn try_get_untracked(signal: of_leptos::RwSignal<Value>) -> Option<Value> {
    signal.try_get_untracked()
}

#[inline(never)]
fn set(signal: of_leptos::RwSignal<Value>, value: Value) {
    signal.set(value);
}

#[inline(never)]
fn set_untracked(signal: of_leptos::RwSignal<Value>, value: Value) {
    signal.update_untracked(|held| *held = value);
}

/// A value that is made of others, and made again when they change; who reads it hears only of
/// values that differ.
pub struct Memo<T> {
    value: of_leptos::Memo<Made>,
    holds: PhantomData<fn() -> T>,
}

impl<T> Copy for Memo<T> {}

impl<T> Clone for Memo<T> {
    fn clone(&self) -> Self {
        *self
    }
}

#[derive(Clone)]
struct Made {
    value: Value,
    same: fn(&Value, &Value) -> bool,
}

impl PartialEq for Made {
    fn eq(&self, other: &Self) -> bool {
        (self.same)(&self.value, &other.value)
    }
}

impl<T: Held + PartialEq> Memo<T> {
    /// The value that `make` makes.
    pub fn new(make: impl Fn(()) -> T + Send + Sync + 'static) -> Self {
        Self {
            value: new_memo(Box::new(move || Arc::new(make(()))), |one, other| {
                look::<T>(one) == look::<T>(other)
            }),
            holds: PhantomData,
        }
    }

    /// The value; whoever reads it here hears of the next one.
    pub fn get(self) -> T {
        self.with(T::clone)
    }

    /// The value as it is now.
    pub fn get_untracked(self) -> T {
        self.with_untracked(T::clone)
    }

    /// Reads the value and listens to it.
    pub fn with<R>(self, read: impl FnOnce(&T) -> R) -> R {
        read(look(&made(self.value)))
    }

    /// Reads the value as it is now.
    pub fn with_untracked<R>(self, read: impl FnOnce(&T) -> R) -> R {
        read(look(&made_untracked(self.value)))
    }
}

#[inline(never)]
fn new_memo(
    make: Box<dyn Fn() -> Value + Send + Sync>,
    same: fn(&Value, &Value) -> bool,
) -> of_leptos::Memo<Made> {
    of_leptos::Memo::new(move |_| Made {
        value: make(),
        same,
    })
}

#[inline(never)]
fn made(memo: of_leptos::Memo<Made>) -> Value {
    memo.get().value
}

#[inline(never)]
fn made_untracked(memo: of_leptos::Memo<Made>) -> Value {
    memo.get_untracked().value
}

/// Runs `act` soon, and again whenever what it reads changes, until its owner goes.
pub fn effect(act: impl Fn() + 'static) {
    new_effect(Box::new(act));
}

#[inline(never)]
fn new_effect(act: Box<dyn Fn()>) {
    of_leptos::Effect::new(act);
}
