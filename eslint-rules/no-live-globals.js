'use strict';
/**
 * no-live-globals
 *
 * What: flags every read of a global variable: `Object`, `process`, `Buffer`, `globalThis`, `setTimeout`, …
 *
 * Why: a package may assign to globals. js/boot/captured.js is the one file that reads them, once, before any
 * package was loaded; everything else destructures what it needs from there.
 *
 * Allowed: the module wrapper's own variables (`require`, `module`, `exports`, `__dirname`, `__filename`), and
 * `undefined`, `NaN` and `Infinity`, which the language makes unchangeable. Option `allow`: more names, for a file
 * with a stated reason.
 */
const CONSTANT = ['undefined', 'NaN', 'Infinity', 'require', 'module', 'exports', '__dirname', '__filename'];

module.exports = {
  meta: {
    type: 'problem',
    docs: { description: 'no read of a live global outside boot/captured' },
    messages: { read: '`{{name}}` is a live global that a package can change; take it from boot/primordials' },
    schema: [{ type: 'object', properties: { allow: { type: 'array', items: { type: 'string' } } }, additionalProperties: false }],
  },

  create(context) {
    const allowed = new Set(CONSTANT.concat(context.options[0]?.allow ?? []));
    const check = ({ identifier }) => {
      if (allowed.has(identifier.name)) return;
      context.report({ node: identifier, messageId: 'read', data: { name: identifier.name } });
    };
    return {
      'Program:exit'(node) {
        const scope = context.sourceCode.getScope(node);
        // References nothing in the file declares, and those to names the configuration declares as globals.
        scope.through.forEach(check);
        scope.variables.filter((variable) => variable.defs.length === 0)
          .forEach((variable) => variable.references.forEach(check));
      },
    };
  },
};
