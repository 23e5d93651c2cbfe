//! Who is calling: from a script or a file to a principal.
//!
//! [`scripts`] answers for a stack of V8 script ids, [`owner`] for a file on disk, [`closure`] says once at start
//! which directories are Node-RED's own. Names get their numbers from [`crate::engine::Principals`].

pub mod closure;
pub mod manifest;
pub mod owner;
pub mod scripts;
mod text;
pub mod uses;

#[cfg(test)]
#[cfg(unix)]
mod tests;
