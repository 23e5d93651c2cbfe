//! What stands at the places from which guards were called, and what is expected there.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use napi_sys::napi_env;

use super::v8::Frame;
use crate::attribution::uses::{Expected, Place};

/// Places remembered. What is more is read each time.
const REMEMBERED: usize = 4096;

/// What stands at the places from which guards were called.
#[derive(Debug, Default)]
pub struct Uses {
    expected: RefCell<Vec<Expected>>,
    /// By script, line and column. A script keeps its number and its text.
    places: RefCell<HashMap<(u32, i32, i32), Rc<Place>>>,
    /// What the loader puts before the first line of a module; V8 counts its columns from behind it.
    heads: RefCell<Vec<Vec<u16>>>,
}

impl Uses {
    /// Adds something to expect of callers: its number, from 1. `None`: this is in use.
    pub fn expect(&self, made: Expected) -> Option<u32> {
        let mut all = self.expected.try_borrow_mut().ok()?;
        all.push(made);
        u32::try_from(all.len()).ok()
    }

    /// Says what the loader puts before modules. `None`: this is in use.
    pub fn expect_heads(&self, heads: Vec<Vec<u16>>) -> Option<()> {
        *self.heads.try_borrow_mut().ok()? = heads;
        Some(())
    }

    /// What stands where this frame is. `None` when V8 does not have the text.
    pub fn place(&self, env: napi_env, frame: Frame<'_>) -> Option<Rc<Place>> {
        let (line, column) = frame.position();
        let key = (frame.script(), line, column);
        if let Some(found) = self.places.try_borrow().ok()?.get(&key) {
            return Some(Rc::clone(found));
        }
        let text = frame.source(env)?;
        let heads = self.heads.try_borrow().ok()?;
        let head = heads.iter().find(|head| line == 1 && text.starts_with(head)).map_or(0, Vec::len);
        let column = column.checked_add(i32::try_from(head).ok()?)?;
        let made = Rc::new(Place::new(&frame.name(env).unwrap_or_default(), &text, line, column));
        let mut places = self.places.try_borrow_mut().ok()?;
        if places.len() < REMEMBERED {
            places.insert(key, Rc::clone(&made));
        }
        Some(made)
    }

    /// What has that number.
    pub fn expected(&self, number: u32) -> Option<Expected> {
        self.expected.try_borrow().ok()?.get((number as usize).checked_sub(1)?).cloned()
    }
}
