//! NRG Sentinel, the native half: who is calling, what the policy says, what is recorded.
//!
//! Read [`catalogue`] first (every capability there is), then [`policy`] (how an operator grants them)
//! and [`engine`] (how one call is judged). [`attribution`] says who is calling, [`resolve`] where a path leads,
//! [`audit`] keeps the record, [`code_cache`] what V8 compiled of Node-RED itself. `ffi` is the door to JavaScript and holds no logic of its own.
#![deny(unsafe_code)]

#[forbid(unsafe_code)]
pub mod attribution;
#[forbid(unsafe_code)]
pub mod audit;
pub mod catalogue;
pub mod code_cache;
#[forbid(unsafe_code)]
pub mod engine;
#[cfg(feature = "napi")]
#[expect(unsafe_code, reason = "speaks Node-API and V8; every block says why it is sound")]
mod ffi;
#[forbid(unsafe_code)]
pub mod policy;
pub mod resolve;
