'use strict';
// `module`: what is left beside the guards.

module.exports = {
  __proto__: null,
  'pending: loader': `
    module.prototype: constructor isPreloading parent
    module: _stat globalPaths wrap wrapper _debug isBuiltin _readPackage _findPath _nodeModulePaths _resolveLookupPaths Module builtinModules findSourceMap
    module: SourceMap constants findPackageJSON flushCompileCache stripTypeScriptTypes getCompileCacheDir getSourceMapsSupport
    module.SourceMap.prototype: payload lineLengths findEntry findOrigin @kMappings
  `,
};
