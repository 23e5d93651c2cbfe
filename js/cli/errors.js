'use strict';

/** A failure that is the user's to mend: printed as one line, without a stack. */
class CommandError extends Error {
  /**
   * @param {string} message what is wrong and what to do
   * @param {number} [exitCode] 1 when the answer is no, 2 when the command line is wrong
   */
  constructor(message, exitCode = 1) {
    super(message);
    this.name = 'CommandError';
    this.exitCode = exitCode;
  }
}

module.exports = { CommandError };
