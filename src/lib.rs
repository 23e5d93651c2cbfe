//! NRG Sentinel, the native half: who is calling, what the policy says, what is recorded.
//!
//! Read [`catalogue`] first (every capability there is), then [`policy`] (how an operator grants them)
//! and [`engine`] (how one call is judged).
#![deny(unsafe_code)]

pub mod catalogue;
#[forbid(unsafe_code)]
pub mod engine;
#[forbid(unsafe_code)]
pub mod policy;
