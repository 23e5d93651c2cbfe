'use strict';
module.exports = require('./probe.js')('demo-09-worker', {
  work: ({ secret }) => {
    const record = { password: secret };
    const text = JSON.stringify(record).replace(/password/, 'word');
    return `${Object.prototype.hasOwnProperty.call(record, secret)} ${text.length} ${typeof fetch('data:,x', { headers: { secret } }).catch(() => {})}`;
  },
});
