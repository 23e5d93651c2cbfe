'use strict';
// `module`: what is left beside the guards.

module.exports = {
  __proto__: null,
  'answers from text alone, or about own code; no module is compiled with `Module.wrapper`': `
    module.prototype: constructor isPreloading parent
    module: globalPaths wrap wrapper _debug isBuiltin _nodeModulePaths _resolveLookupPaths Module builtinModules
    module: SourceMap constants flushCompileCache stripTypeScriptTypes getCompileCacheDir getSourceMapsSupport
    module.SourceMap.prototype: payload lineLengths findEntry findOrigin @kMappings
  `,
};
