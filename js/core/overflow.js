'use strict';
// The stack ends where a package chooses: it calls with as little of it left as it likes. So that it ended is no answer to what was asked (is it a link? has it types?), and what
// takes an error for one hands this error on.

/** Is that what V8 throws where the stack ends? */
const isOverflow = (error) => error?.name === 'RangeError' && error.message === 'Maximum call stack size exceeded';

module.exports = { isOverflow };
