'use strict';
// `node:sqlite` opens files below JavaScript: SQL itself can name them (`ATTACH DATABASE`), so no path list holds.

const all = { judge: () => ({ capability: 'all', resource: 'a database file' }) };

module.exports = {
  rows: { __proto__: null, backup: all },
  constructors: { __proto__: null, DatabaseSync: all, Database: all, StatementSync: all, Session: all },
  passes: { __proto__: null, constants: 'numbers' },
};
