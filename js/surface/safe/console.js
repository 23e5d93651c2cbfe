'use strict';
// `console`: output.

module.exports = {
  __proto__: null,
  'prints; every package has an object of its own': `
    console: log warn dir time timeEnd timeLog trace assert clear count countReset group groupEnd table debug info dirxml error groupCollapsed
    console: _stdoutErrorHandler _stderrErrorHandler _ignoreErrors _times Console profile profileEnd timeStamp context createTask
    console: @kBindStreamsEager @kBindStreamsLazy @kBindProperties @kWriteToConsole @kGetInspectOptions @kFormatForStdout @kFormatForStderr @counts @kColorMode
    console: @kIsConsole @kGroupIndent @kGroupIndentWidth @toStringTag @kGroupIndentationString
    console.Console.prototype: log warn dir time timeEnd timeLog trace assert clear count countReset group groupEnd table debug info dirxml error
    console.Console.prototype: groupCollapsed @kBindStreamsEager @kBindStreamsLazy @kBindProperties @kWriteToConsole @kGetInspectOptions @kFormatForStdout
    console.Console.prototype: @kFormatForStderr
    console.Console: @hasInstance
    console.SafeMap.prototype: get set has delete clear entries forEach keys size values @iterator constructor
    console.SafeMap: groupBy @species
  `,
};
