//! How many frames of the stack are captured at once.

use std::cell::Cell;

use super::v8::MAX_FRAMES;

/// Frames captured at first, unless the place that asks usually needs more. V8 needs about a quarter of a microsecond for
/// each: three frames of Sentinel's and a script of Node.js right above the guard.
pub const FIRST: i32 = 4;

/// Frames captured when those were too few: enough on the stack of a callback, and for a boundary or a package that is near.
pub const NEXT: i32 = 16;

/// Steps in which the first number grows, and where it ends: what needs more needs the whole stack.
const STEP: u32 = 2;
const MOST: u32 = 32;

/// How many frames to capture at first, for each place that asks: as many as it needed the last time. Has no part in the
/// answer: when they do not give one, more are captured.
#[derive(Debug)]
pub struct Depths(Box<[Cell<i32>]>);

/// Places told apart; beyond that they share.
const PLACES: usize = 1024;

impl Default for Depths {
    fn default() -> Self {
        Self(vec![Cell::new(FIRST); PLACES].into_boxed_slice())
    }
}

impl Depths {
    /// Who gives no place (0) shares none.
    fn place(&self, place: u32) -> Option<&Cell<i32>> {
        self.0.get(place as usize % PLACES).filter(|_| place != 0)
    }

    /// How many to capture at first.
    pub fn first(&self, place: u32) -> i32 {
        self.place(place).map_or(FIRST, Cell::get)
    }

    /// Remembers the index of the frame that decided.
    pub fn note(&self, place: u32, needed: u32) {
        let frames = (needed / STEP + 1) * STEP;
        let first = if frames > MOST { MAX_FRAMES } else { i32::try_from(frames).unwrap_or(MAX_FRAMES) };
        if let Some(cell) = self.place(place) {
            cell.set(first);
        }
    }
}
