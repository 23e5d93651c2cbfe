'use strict';
// `repl`: what is left beside the guards.

module.exports = {
  __proto__: null,
  'needs a session, which is judged when it is made': `
    repl.REPLServer.prototype: setupHistory clearBufferedCommand close createContext resetContext displayPrompt setPrompt complete completeOnEditorMode
    repl.REPLServer.prototype: defineCommand _handleError
    repl: REPL_MODE_SLOPPY REPL_MODE_STRICT builtinModules _builtinLibs
  `,
};
