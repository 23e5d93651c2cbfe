'use strict';
// `os`: facts.

module.exports = {
  __proto__: null,
  'facts about the machine': `
    os: arch availableParallelism cpus endianness freemem getPriority homedir hostname loadavg networkInterfaces platform release tmpdir totalmem type userInfo
    os: uptime version machine constants EOL devNull
    os.arch: @toPrimitive
    os.availableParallelism: @toPrimitive
    os.endianness: @toPrimitive
    os.freemem: @toPrimitive
    os.homedir: withoutStackTrace @toPrimitive
    os.hostname: withoutStackTrace @toPrimitive
    os.platform: @toPrimitive
    os.release: @toPrimitive
    os.tmpdir: @toPrimitive
    os.totalmem: @toPrimitive
    os.type: @toPrimitive
    os.uptime: withoutStackTrace @toPrimitive
    os.version: @toPrimitive
    os.machine: @toPrimitive
  `,
};
