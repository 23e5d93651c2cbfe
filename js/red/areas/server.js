'use strict';
// `RED.server`.

/** The HTTP server sees every request, those of the editor included: a package gets what stands for it. */
function server(ctx) {
  const real = ctx.real.server;
  return () => (typeof real !== 'object' || real === null ? real : require('../http/server-stand').standOf(ctx.principal, real));
}

module.exports = { server };
