'use strict';
const fs = require('node:fs');
const { createRequire } = require('node:module');
const path = require('node:path');
const vm = require('node:vm');
const { writesOf } = require('../../../js/loader/lenient.js');

/**
 * Loads modules of Node-RED that are compiled as strict code, as Sentinel compiles them.
 * @param {object} native the addon
 * @returns {(modules: string, name: string, lenient: Function) => any} `modules`: a `node_modules`, `lenient`: what is asked where a write goes
 */
function loader(native) {
  return function load(modules, name, lenient) {
    const file = path.join(modules, name);
    const own = createRequire(file);
    const module = { exports: {} };
    const text = native.lenient(fs.readFileSync(file, 'utf8'), writesOf(path.join(name)));
    const make = vm.runInThisContext(`(function ($lenient) { 'use strict'; return (function (exports, require, module) { ${text}\n}); })`, { filename: file });
    make(lenient)(module.exports, (wanted) => (wanted === 'lodash.clonedeep' ? load(modules, 'lodash.clonedeep/index.js', lenient) : own(wanted)), module);
    return module.exports;
  };
}

module.exports = { loader };
