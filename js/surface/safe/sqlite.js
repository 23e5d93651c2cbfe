'use strict';
// `node:sqlite`: what is left beside the guards.

module.exports = {
  __proto__: null,
  'needs a database, which is judged when it is made': `
    sqlite.DatabaseSync.prototype: open close prepare exec function location aggregate createSession applyChangeset enableLoadExtension loadExtension
    sqlite.DatabaseSync.prototype: createTagStore enableDefensive serialize deserialize setAuthorizer @dispose
    sqlite.DatabaseSync.prototype.@nodejs: dispose
    sqlite.StatementSync.prototype: iterate all get run columns setAllowBareNamedParameters setAllowUnknownNamedParameters setReadBigInts setReturnArrays stat
    sqlite.StatementSync.prototype: resetStats close @dispose
    sqlite: constants
    sqlite.__proto__: constructor
    sqlite.Session.prototype: changeset patchset close @dispose
  `,
};
