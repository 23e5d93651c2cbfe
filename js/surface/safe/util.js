'use strict';
// `util`: computation.

module.exports = {
  __proto__: null,
  'computes on what it is given': `
    util: _errnoException _exceptionWithHostPort _extend callbackify debug debuglog deprecate format styleText formatWithOptions getSystemErrorMap
    util: getSystemErrorName inherits inspect isArray isBoolean isBuffer isDeepStrictEqual isNull isNullOrUndefined isNumber isString isSymbol isUndefined
    util: isRegExp isObject isDate isError isFunction isPrimitive log promisify stripVTControlCharacters toUSVString transferableAbortSignal
    util: transferableAbortController aborted types parseEnv getCallSite getCallSites getSystemErrorMessage parseArgs TextDecoder TextEncoder MIMEType
    util: MIMEParams diff convertProcessSignalToExitCode markPromiseAsHandled debounce throttle
    util.inspect: defaultOptions
    util.inspect.colors: grey blackBright bgGrey bgBlackBright faint crossedout strikeThrough crossedOut conceal swapColors swapcolors doubleUnderline
    util.MIMEType.prototype: type subtype essence params toString toJSON
    util.MIMEParams.prototype: delete get has set entries keys values toString toJSON @iterator
    util._extend.prototype: constructor
    util.callbackify.prototype: constructor
    util.getCallSite.prototype: constructor
    util.isBoolean.prototype: constructor
    util.isNull.prototype: constructor
    util.isNullOrUndefined.prototype: constructor
    util.isNumber.prototype: constructor
    util.isString.prototype: constructor
    util.isSymbol.prototype: constructor
    util.isUndefined.prototype: constructor
    util.isObject.prototype: constructor
    util.isError.prototype: constructor
    util.isFunction.prototype: constructor
    util.isPrimitive.prototype: constructor
    util.log.prototype: constructor
    util.MIMEType: parse
    util.inspect.styles: regexp
  `,
  'questions about a value one has': `
    util/types: isExternal isDate isArgumentsObject isBigIntObject isBooleanObject isNumberObject isStringObject isSymbolObject isNativeError isRegExp
    util/types: isAsyncFunction isGeneratorFunction isGeneratorObject isPromise isMap isSet isMapIterator isSetIterator isWeakMap isWeakSet isArrayBuffer
    util/types: isDataView isSharedArrayBuffer isProxy isModuleNamespaceObject isAnyArrayBuffer isBoxedPrimitive isArrayBufferView isTypedArray isUint8Array
    util/types: isUint8ClampedArray isUint16Array isUint32Array isInt8Array isInt16Array isInt32Array isFloat32Array isFloat64Array isBigInt64Array
    util/types: isBigUint64Array isKeyObject isCryptoKey isFloat16Array
  `,
};
