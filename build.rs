//! Lets the linker leave the Node-API symbols to the process that loads the addon.

fn main() {
    #[cfg(feature = "napi")]
    napi_build::setup();
}
