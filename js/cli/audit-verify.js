'use strict';
module.exports = { summary: 'check the hash chain of the threat log', usage: ['nrg-sentinel audit verify [--user-dir <dir>]'], run() { throw new Error('later'); } };
