//! The engine: pure decisions. No file, no clock, no environment, no Node.
//!
//! [`Engine::decide`] is the one question: may this principal use this capability on this resource?
//! What it answers from is a [`Table`], made once per policy by [`crate::policy::Policy::compile`].

mod decide;
mod decision;
pub mod env;
pub mod r#match;
pub mod network;
mod nodes;
mod principal;
mod protected;
mod resource;
mod table;

pub use decide::Engine;
pub use decision::{Allowed, Decision, Refusal};
pub use network::{AdminEndpoint, OriginReach, Outbound};
pub use nodes::{NodeTarget, TypeRule};
pub use principal::{PrincipalId, Principals};
pub use protected::Protected;
pub use resource::{Destination, PathScope, Resource};
pub use table::{Grants, Matcher, Mode, Rule, Table};

#[cfg(test)]
mod pure_tests;
