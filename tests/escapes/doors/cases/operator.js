'use strict';
// Builtin modules that the operator hands to packages in settings.js: what is changed there must not reach Node-RED.
const operator = globalThis[Symbol.for('nrgs.operator')];

const MEMBERS = { fs: ['readFile', 'writeFileSync', 'createReadStream'], child_process: ['spawn', 'exec'] };

function change(name, key) {
  const mine = () => undefined;
  const before = operator[name][key];
  const assign = [() => { operator[name][key] = mine; }, () => Object.defineProperty(operator[name], key, { value: mine, configurable: true, writable: true })];
  for (const attempt of assign) {
    try {
      attempt();
      if (operator.core[name][key] === mine) return 'ESCAPED';
    } catch {
      // locked
    } finally {
      try { operator[name][key] = before; } catch { /* locked */ }
    }
  }
  return '';
}

module.exports = Object.entries(MEMBERS).flatMap(([name, keys]) => keys.map((key) => ({
  name: `a function that Node-RED calls replaced in what settings.js hands on: ${name}.${key}`, wants: 'escaped', run: () => change(name, key),
})));
