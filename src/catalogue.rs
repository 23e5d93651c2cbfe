//! The one table of capabilities.
