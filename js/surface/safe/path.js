'use strict';
// `path`: text.

module.exports = {
  __proto__: null,
  'computes on what it is given': `
    path: resolve normalize isAbsolute join relative toNamespacedPath dirname basename extname format parse matchesGlob sep delimiter win32 posix _makeLong
    path/win32: resolve normalize isAbsolute join relative toNamespacedPath dirname basename extname format parse matchesGlob sep delimiter win32 posix
    path/win32: _makeLong
  `,
};
