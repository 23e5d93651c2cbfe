'use strict';
// `http` and the modules it is made of. Servers are judged where they listen.

const { ObjectDefineProperty, ReflectApply, RegExp } = require('../../boot/primordials');
const { isReadByCore } = require('../../core/caller');
const { loader } = require('../../core/loader');
const overrides = require('../../core/overrides');
const { agentRow, globalAgentMember, modules } = require('./owners');
const { hardenChain } = require('./handles');
const { install: parsersOf } = require('./parsers');
const { requestRow, rowsFor } = require('./requests');

const CLASS = 'parses or formats what it is given';
const SERVER = 'judged where it listens';
const all = { judge: () => ({ capability: 'all', resource: 'parsers that everyone shares' }) };

const classes = { __proto__: null, IncomingMessage: CLASS, OutgoingMessage: CLASS, ServerResponse: CLASS };
const checks = { __proto__: null, validateHeaderName: 'a check', validateHeaderValue: 'a check' };

const { install } = require('./connections');

/** Members that are a package's own. */
const ownAgent = (kind) => (principal) => ({ __proto__: null, globalAgent: globalAgentMember(kind, principal) });
/** On the module that everyone shares they are those of whoever asks. */
const lockAgents = (kind) => (values, native, guards, { real }) => {
  ObjectDefineProperty(real, 'globalAgent', globalAgentMember(kind));
  install(kind);
};

/** Nobody but core gets at the list of parsers. */
function lockParsers(values, native, guards, { real }) {
  const { HTTPParser, parsers } = real;
  parsersOf(parsers, modules.http.ClientRequest.prototype, HTTPParser.prototype.close);
  hardenChain(HTTPParser.prototype);
  const accessors = { get: () => (isReadByCore('parsers') ? parsers : undefined) };
  ObjectDefineProperty(real, 'parsers', { __proto__: null, get: accessors.get, set: undefined, enumerable: true, configurable: false });
}

/** An expression can be compiled anew, which Node would then read the head of everybody's messages with. */
const ownExpressions = () => {
  const own = { __proto__: null };
  const { values: real } = loader.originalOf('_http_common');
  for (let i = 0; i < EXPRESSIONS.length; i++) {
    const { flags, source } = real[EXPRESSIONS[i]];
    own[EXPRESSIONS[i]] = { __proto__: null, value: new RegExp(source, flags), writable: true, enumerable: true, configurable: true };
  }
  return own;
};
const EXPRESSIONS = ['chunkExpression', 'continueExpression'];

/** A server of one's own, with what the package has put into the place of `emit`. */
const serverRow = ({ Server }) => {
  overrides.allow(Server.prototype, 'emit');
  return { judge: () => undefined, run: (original, self, args, principal) => overrides.give(principal, Server.prototype, ReflectApply(original, self, args)) };
};

const http = {
  rows: {
    ...rowsFor('http'),
    createServer: serverRow(modules.http),
    setGlobalProxyFromEnv: { judge: () => ({ capability: 'all', resource: 'the proxy of everyone' }) },
    setMaxIdleHTTPParsers: all,
  },
  constructors: { __proto__: null, Agent: agentRow, ClientRequest: requestRow },
  passes: {
    __proto__: null, ...classes, ...checks, Server: SERVER, _connectionListener: 'works on a socket one has',
  },
  own: ownAgent('http'),
  complete(values, native, guards, about) {
    lockAgents('http')(values, native, guards, about);
    require('../../red/http/answering').place(modules.http);
  },
  isLocked: true,
};

const https = {
  rows: { ...rowsFor('https'), createServer: serverRow(modules.https) },
  constructors: { __proto__: null, Agent: agentRow },
  passes: { __proto__: null, Server: SERVER },
  own: ownAgent('https'),
  complete: lockAgents('https'),
  isLocked: true,
};

const parts = {
  __proto__: null,
  _http_agent: { constructors: { __proto__: null, Agent: agentRow }, own: ownAgent('http'), complete: lockAgents('http'), isLocked: true },
  _http_client: { constructors: { __proto__: null, ClientRequest: requestRow }, isLocked: true },
  _http_common: {
    rows: { __proto__: null, freeParser: all, prepareError: all },
    constructors: { __proto__: null, HTTPParser: all },
    passes: { __proto__: null, _checkInvalidHeaderChar: 'a check', _checkIsHttpToken: 'a check', calculateLenientFlags: 'a number', isLenient: 'a fact' },
    hidden: { __proto__: null, parsers: 'everyone\'s' },
    own: ownExpressions,
    complete: lockParsers,
    isLocked: true,
  },
  _http_incoming: { passes: { __proto__: null, IncomingMessage: CLASS, readStart: 'a socket one has', readStop: 'a socket one has' }, isLocked: true },
  _http_outgoing: { passes: { __proto__: null, OutgoingMessage: CLASS, parseUniqueHeadersOption: 'a list', ...checks }, isLocked: true },
  _http_server: {
    passes: {
      __proto__: null, Server: SERVER, ServerResponse: CLASS, _connectionListener: 'works on a socket one has', httpServerPreClose: 'a server one has',
      setupConnectionsTracking: 'a server one has', storeHTTPOptions: 'a server one has',
    },
    isLocked: true,
  },
};

module.exports = { http, https, parts };
