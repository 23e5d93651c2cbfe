'use strict';
// The language itself: the built-ins every script has.

module.exports = {
  __proto__: null,
  'the language: computes on what it is given': `
    globalThis: Object Array Number parseFloat parseInt Infinity NaN undefined Boolean String Symbol Date Promise RegExp Error AggregateError EvalError
    globalThis: RangeError ReferenceError SyntaxError TypeError URIError globalThis JSON Math Intl ArrayBuffer Uint8Array Int8Array Uint16Array Int16Array
    globalThis: Uint32Array Int32Array Float32Array Float64Array Uint8ClampedArray BigUint64Array BigInt64Array DataView Map BigInt Set WeakMap WeakSet Proxy
    globalThis: Reflect FinalizationRegistry WeakRef decodeURI decodeURIComponent encodeURI encodeURIComponent escape unescape eval isFinite isNaN global
    globalThis: SharedArrayBuffer Atomics @toStringTag Iterator SuppressedError DisposableStack AsyncDisposableStack Float16Array Temporal
    Object.prototype: hasOwnProperty __lookupGetter__ __lookupSetter__ isPrototypeOf propertyIsEnumerable toString valueOf
    Object.prototype: __proto__ toLocaleString
    Object.Function.prototype: apply call @hasInstance
    Object: assign getOwnPropertyDescriptor getOwnPropertyDescriptors getOwnPropertyNames getOwnPropertySymbols hasOwn is preventExtensions seal create
    Object: freeze getPrototypeOf isExtensible isFrozen isSealed keys entries fromEntries values groupBy
    Array.prototype: at concat copyWithin fill find findIndex findLast findLastIndex lastIndexOf pop push reverse shift unshift slice sort splice includes
    Array.prototype: indexOf join keys entries values forEach filter flat flatMap map every some reduce reduceRight toLocaleString toString toReversed toSorted
    Array.prototype: toSpliced with @iterator
    Array: isArray from of @species fromAsync
    Number.prototype: toExponential toFixed toPrecision toString valueOf toLocaleString
    Number: isFinite isInteger isNaN isSafeInteger parseFloat parseInt
    Boolean.prototype: toString valueOf
    String.prototype: anchor at big blink bold charAt charCodeAt codePointAt concat endsWith fontcolor fontsize fixed includes indexOf isWellFormed italics
    String.prototype: lastIndexOf link localeCompare match matchAll normalize padEnd padStart repeat replace replaceAll search slice small split strike sub
    String.prototype: substr substring sup startsWith toString toWellFormed trim trimStart trimLeft trimEnd trimRight toLocaleLowerCase toLocaleUpperCase
    String.prototype: toLowerCase toUpperCase valueOf @iterator
    String: fromCharCode fromCodePoint raw
    Symbol.prototype: toString valueOf description @toPrimitive
    Symbol: for keyFor
    Date.prototype: toString toDateString toTimeString toISOString toUTCString toGMTString getDate setDate getDay getFullYear setFullYear getHours setHours
    Date.prototype: getMilliseconds setMilliseconds getMinutes setMinutes getMonth setMonth getSeconds setSeconds getTime setTime getTimezoneOffset getUTCDate
    Date.prototype: setUTCDate getUTCDay getUTCFullYear setUTCFullYear getUTCHours setUTCHours getUTCMilliseconds setUTCMilliseconds getUTCMinutes
    Date.prototype: setUTCMinutes getUTCMonth setUTCMonth getUTCSeconds setUTCSeconds valueOf getYear setYear toJSON toLocaleString toLocaleDateString
    Date.prototype: toLocaleTimeString @toPrimitive toTemporalInstant
    Date: now parse UTC
    Promise.prototype: then catch finally
    Promise: all allSettled any race resolve reject @species withResolvers try
    RegExp.prototype: exec dotAll flags global hasIndices ignoreCase multiline source sticky unicode compile toString test unicodeSets @match @matchAll
    RegExp.prototype: @replace @search @split
    RegExp: @species escape
    Error.prototype: toString
    Error: captureStackTrace prepareStackTrace isError
    JSON: parse stringify rawJSON isRawJSON
    Math: abs acos acosh asin asinh atan atanh atan2 ceil cbrt expm1 clz32 cos cosh exp floor fround hypot imul log log1p log2 log10 max min pow random round
    Math: sign sin sinh sqrt tan tanh trunc f16round
    ArrayBuffer.prototype: byteLength slice maxByteLength resizable resize transfer transferToFixedLength detached
    ArrayBuffer: isView @species
    Uint8Array.TypedArray.prototype: buffer byteLength byteOffset length entries keys values at copyWithin every fill filter find findIndex findLast
    Uint8Array.TypedArray.prototype: findLastIndex forEach includes indexOf join lastIndexOf map reverse reduce reduceRight set slice some sort subarray
    Uint8Array.TypedArray.prototype: toLocaleString toString toReversed toSorted with @toStringTag @iterator constructor
    Uint8Array.TypedArray: of from @species
    DataView.prototype: buffer byteLength byteOffset getInt8 setInt8 getUint8 setUint8 getInt16 setInt16 getUint16 setUint16 getInt32 setInt32 getUint32
    DataView.prototype: setUint32 getFloat32 setFloat32 getFloat64 setFloat64 getBigInt64 setBigInt64 getBigUint64 setBigUint64 getFloat16 setFloat16
    Map.prototype: get set has delete clear entries forEach keys size values @iterator getOrInsert getOrInsertComputed
    Map: @species groupBy
    BigInt.prototype: toLocaleString toString valueOf
    BigInt: asUintN asIntN
    Set.prototype: has add delete clear entries forEach size values keys @iterator union intersection difference symmetricDifference isSubsetOf isSupersetOf
    Set.prototype: isDisjointFrom
    Set: @species
    WeakMap.prototype: delete get set has getOrInsert getOrInsertComputed
    WeakSet.prototype: delete has add
    Proxy: revocable
    Reflect: defineProperty deleteProperty apply construct get getOwnPropertyDescriptor getPrototypeOf has isExtensible ownKeys preventExtensions set
    FinalizationRegistry.prototype: register unregister
    WeakRef.prototype: deref
    SharedArrayBuffer.prototype: byteLength slice maxByteLength growable grow
    SharedArrayBuffer: @species
    Atomics: load store add sub and or xor exchange compareExchange isLockFree wait waitAsync notify pause
    GeneratorFunction.prototype.prototype: next return throw
    GeneratorFunction.prototype.prototype.__proto__: @iterator
    AsyncGeneratorFunction.prototype.prototype: next return throw
    AsyncGeneratorFunction.prototype.prototype.__proto__: @asyncIterator @asyncDispose
    ArrayIterator.__proto__: next
    StringIterator.__proto__: next
    MapIterator.__proto__: next
    SetIterator.__proto__: next
    RegExpStringIterator.__proto__: next
    Iterator.prototype: constructor reduce toArray forEach some every find map filter take drop flatMap @iterator @toStringTag @dispose
    Iterator: from concat
    DisposableStack.prototype: use dispose adopt defer move disposed @dispose
    AsyncDisposableStack.prototype: use disposeAsync adopt defer move disposed @asyncDispose
    Uint8Array.prototype: toBase64 setFromBase64 toHex setFromHex
    Uint8Array: fromBase64 fromHex
  `,
};
