'use strict';
// `process`: what is left beside the guards.

module.exports = {
  __proto__: null,
  'facts about the process': `
    process: allowedNodeEnvironmentFlags
    process: version arch platform _rawDebug _maxListeners domain _exiting exitCode uptime getActiveResourcesInfo cpuUsage resourceUsage memoryUsage
    process: constrainedMemory availableMemory hrtime getuid geteuid getgid getegid getgroups assert features _fatalException
    process: hasUncaughtExceptionCaptureCallback _tickCallback sourceMapsEnabled cwd title pid ppid execPath debugPort argv0
    process: @shapeMode @kCapture @toStringTag threadCpuUsage ref unref finalization emitWarning
    process.memoryUsage: rss
    process.hrtime: bigint
    process.NodeEnvironmentFlagsSet.prototype: add delete clear has entries forEach size values keys @iterator constructor
    process.assert.prototype: constructor
    process.features: cached_builtins require_module typescript quic dtls
    process.finalization: register registerBeforeExit unregister
    process.prototype: constructor
  `,
};
