'use strict';
// `dns`: constants and name lookup.

module.exports = {
  __proto__: null,
  'facts and settings: what is asked is judged': `
    dns: Resolver getDefaultResultOrder setDefaultResultOrder getServers
    dns: promises
    dns.ResolverBase.prototype: cancel getServers setLocalAddress @dns:resolver:initializeHandle @dns:resolver:setServers @dns:resolver:serialize
    dns.ResolverBase.prototype: @dns:resolver:deserialize constructor
    dns/promises: Resolver getDefaultResultOrder setDefaultResultOrder getServers
  `,
  'numbers and names': `
    dns: ADDRCONFIG ALL V4MAPPED NODATA FORMERR SERVFAIL NOTFOUND NOTIMP REFUSED BADQUERY BADNAME BADFAMILY BADRESP CONNREFUSED TIMEOUT EOF FILE NOMEM
    dns: DESTRUCTION BADSTR BADFLAGS NONAME BADHINTS NOTINITIALIZED LOADIPHLPAPI ADDRGETNETWORKPARAMS CANCELLED
    dns/promises: NODATA FORMERR SERVFAIL NOTFOUND NOTIMP REFUSED BADQUERY BADNAME BADFAMILY BADRESP CONNREFUSED TIMEOUT EOF FILE NOMEM DESTRUCTION BADSTR
    dns/promises: BADFLAGS NONAME BADHINTS NOTINITIALIZED LOADIPHLPAPI ADDRGETNETWORKPARAMS CANCELLED
  `,
};
