'use strict';
// `dns`: constants and name lookup.

module.exports = {
  __proto__: null,
  'facts and settings: what is asked is judged': `
    dns: lookup lookupService Resolver getDefaultResultOrder setDefaultResultOrder setServers getServers resolve resolve4 resolve6 resolveAny resolveCaa
    dns: resolveCname resolveMx resolveNaptr resolveNs resolvePtr resolveSoa resolveSrv resolveTxt reverse promises resolveTlsa
    dns.Resolver.prototype: resolveAny resolve4 resolve6 resolveCaa resolveCname resolveMx resolveNs resolveTxt resolveSrv resolvePtr resolveNaptr resolveSoa
    dns.Resolver.prototype: reverse resolve resolveTlsa
    dns.ResolverBase.prototype: cancel getServers setServers setLocalAddress @dns:resolver:initializeHandle @dns:resolver:setServers @dns:resolver:serialize
    dns.ResolverBase.prototype: @dns:resolver:deserialize constructor
    dns/promises: lookup lookupService Resolver getDefaultResultOrder setDefaultResultOrder setServers getServers resolve resolve4 resolve6 resolveAny
    dns/promises: resolveCaa resolveCname resolveMx resolveNaptr resolveNs resolvePtr resolveSoa resolveSrv resolveTxt reverse resolveTlsa
    dns/promises.Resolver.prototype: resolveAny resolve4 resolve6 resolveCaa resolveCname resolveMx resolveNs resolveTxt resolveSrv resolvePtr resolveNaptr
    dns/promises.Resolver.prototype: resolveSoa reverse resolve resolveTlsa
  `,
  'numbers and names': `
    dns: ADDRCONFIG ALL V4MAPPED NODATA FORMERR SERVFAIL NOTFOUND NOTIMP REFUSED BADQUERY BADNAME BADFAMILY BADRESP CONNREFUSED TIMEOUT EOF FILE NOMEM
    dns: DESTRUCTION BADSTR BADFLAGS NONAME BADHINTS NOTINITIALIZED LOADIPHLPAPI ADDRGETNETWORKPARAMS CANCELLED
    dns/promises: NODATA FORMERR SERVFAIL NOTFOUND NOTIMP REFUSED BADQUERY BADNAME BADFAMILY BADRESP CONNREFUSED TIMEOUT EOF FILE NOMEM DESTRUCTION BADSTR
    dns/promises: BADFLAGS NONAME BADHINTS NOTINITIALIZED LOADIPHLPAPI ADDRGETNETWORKPARAMS CANCELLED
  `,
};
