//! The only place that names Node-API. Everything here is a door: arguments in, one question to the house, answer out.
//!
//! The addon exports [`claim`](claim::claim) and nothing else; what it returns is the API. Every callback runs under
//! `catch_unwind`, and a callback that decides answers "refused" when anything at all goes wrong.

mod addon;
mod boot;
mod calling;
mod child;
mod claim;
mod code;
mod config;
mod decide;
mod depths;
mod export;
mod frames;
mod identity;
mod interceptors;
mod meta;
mod numbers;
mod pace;
mod passports;
mod pin;
mod places;
mod report;
mod self_test;
mod shelter;
mod shown;
mod site;
mod stack;
mod state;
mod thrown;
mod trace;
mod v8;
mod value;
mod worker;
