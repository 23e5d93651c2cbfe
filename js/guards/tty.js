'use strict';
// `tty`: streams by the number of a terminal, whoever opened it.

const terminal = { judge: () => ({ capability: 'all', resource: 'a terminal by its number' }) };

module.exports = {
  constructors: { __proto__: null, ReadStream: terminal, WriteStream: terminal },
  passes: { __proto__: null, isatty: 'a question' },
};
