'use strict';
// The real express applications and HTTP server, which packages find through requests they are given (`req.app`, `req.socket.server`):
// what they hold then can answer questions and nothing else [R5][R15].

const {
  MapPrototypeGet, MapPrototypeSet, ObjectDefineProperty, ObjectFreeze, ObjectGetOwnPropertyDescriptor, ObjectGetPrototypeOf, ObjectPreventExtensions, ReflectApply, ReflectDeleteProperty, ReflectGet, ReflectOwnKeys,
  SafeMap, SafeWeakMap, SafeWeakSet, SymbolPrototypeDescriptionGet, accessorDescriptor,
} = require('../../boot/primordials');
const { CORE, INTERNAL, callerOf, isCoreCalling, isReadByCore, newPlace, writerOf } = require('../../core/caller');
const { judge } = require('../../core/decide');
const { refusal } = require('../../core/deny');
const { makeNote } = require('../../core/given');
const { hardenPrototype } = require('../../core/harden');
const { isForeign } = require('../../core/boundary');
const { guardEmit } = require('./askers');
const exchange = require('./exchange');
const { isStrategy } = require('../areas/auth');
const { copyOf } = require('../areas/copies');
const { OF_REQUESTS, OF_RESPONSES, leaveAbsent } = require('./absent');
const { isExpress } = require('./asking');
const { configure: configureFaces, faceOf } = require('./face');
const { cameAs } = require('./genuine');
const served = require('./served');

const CAPABILITY = 'http:admin:global:middleware';
const READING = newPlace();
const done = new SafeWeakSet();
let internals = 0;
let connectors = 0;

/** Parts of Node that use the server they belong to. */
const SERVERS = ['node:_http_server', 'node:_tls_wrap', 'node:net', 'node:https', 'node:events', 'node:internal/http2/core', 'node:internal/http2/compat',
  'node:internal/tls/wrap', 'node:internal/streams/destroy', 'node:internal/stream_base_commons'];

/** Those that read what a socket was made with. None of them gives back what it reads: others could be had to, under another name. */
const CONNECTORS = ['node:_tls_wrap', 'node:internal/tls/wrap'];

/** Before the first server of core's, and before the first package. */
function configure(native) {
  if (internals !== 0) return;
  internals = native.internals(SERVERS);
  connectors = native.internals(CONNECTORS);
  configureFaces(native);
  exchange.configure(native);
}

/** What express itself asks the application for, also while it works for a package. Other settings that are no plain values are the application's. */
const ASKED = { __proto__: null, 'etag fn': true, 'json replacer': true, 'query parser fn': true, 'trust proxy fn': true };

function settingOf(app, name) {
  const value = ReflectApply(app.get, app, [name]);
  return (typeof value === 'object' || typeof value === 'function') && ASKED[name] !== true ? undefined : value;
}

/**
 * Views are rendered by whatever package the name of a file leads to: it is given settings, and what it finds of the view, for itself. What was rendered before for others
 * is not looked for.
 */
const rendering = (app) => (name, given, callback) => {
  const done = typeof given === 'function' ? given : callback;
  const options = { ...(typeof given === 'object' ? given : undefined), cache: false, settings: copyOf(app.settings, () => undefined) };
  const told = (error, text) => {
    if (typeof error === 'object' && error !== null && ObjectGetOwnPropertyDescriptor(error, 'view') !== undefined) ReflectDeleteProperty(error, 'view');
    return ReflectApply(done, undefined, [error, text]);
  };
  return ReflectApply(app.render, app, [name, options, typeof done === 'function' ? told : done]);
};

/** What a request handler of a package, and express while it works for one, sees of the application. */
function viewOf(app) {
  const ask = (name) => (...args) => ReflectApply(app[name], app, args);
  return ObjectFreeze({
    __proto__: null,
    // With a second argument it would add a route.
    get: (name) => settingOf(app, `${name}`),
    enabled: ask('enabled'),
    disabled: ask('disabled'),
    path: ask('path'),
    render: rendering(app),
    locals: ObjectFreeze({}),
    settings: ObjectFreeze({}),
    mountpath: app.mountpath,
    // express gives them back to a request that another application has handled; whoever has a request has them.
    request: app.request,
    response: app.response,
  });
}

/** `req.app` and `res.app`; and nobody changes the methods of requests and responses for others. */
function guardMessage(app, prototype, view, isPlaced, absent) {
  if (typeof prototype !== 'object' || prototype === null || done.has(prototype)) return;
  done.add(prototype);
  const own = ObjectGetOwnPropertyDescriptor(prototype, 'app');
  if (own?.configurable) {
    // Of an application that embeds Node-RED with an express of its own: that one is a package.
    const isOperators = isForeign(app.use);
    const accessors = {
      get() {
        if (isExpress(this)) return view;
        if (isReadByCore('app', 0, READING)) return app;
        const who = callerOf(0);
        return isOperators && who !== CORE && judge(who, CAPABILITY, undefined) === undefined ? app : view;
      },
      set: () => undefined,
    };
    ObjectDefineProperty(prototype, 'app', accessorDescriptor(accessors.get, accessors.set, true, false));
  }
  guardRoute(prototype);
  hardenPrototype(prototype);
  // An application that is yet to be mounted gets its place in the chain of prototypes then.
  if (isPlaced) ObjectPreventExtensions(prototype);
  const parent = ObjectGetPrototypeOf(prototype);
  if (parent !== null && ObjectGetOwnPropertyDescriptor(parent, 'app') === undefined) guardShared(parent, absent);
}

/** request -> its route. */
const routes = makeNote();
const shownRoutes = new SafeWeakMap();

/** `req.route`: through the real one a package could put handlers into other people's routes. */
function guardRoute(prototype) {
  const accessors = {
    get() {
      const real = cameAs(this)?.route ?? routes.of(this);
      if (real === undefined || isReadByCore('route')) return real;
      let shown = shownRoutes.get(real);
      if (shown === undefined) {
        shown = ObjectFreeze({ path: real.path, methods: ObjectFreeze({ ...real.methods }), stack: ObjectFreeze([]) });
        shownRoutes.set(real, shown);
      }
      return shown;
    },
    set(given) {
      if (typeof this !== 'object' || this === null) return;
      const route = typeof given === 'object' && given !== null ? given : undefined;
      const came = cameAs(this);
      if (came === undefined || routes.of(this) !== undefined) routes.put(this, route);
      else came.route = route;
    },
  };
  ObjectDefineProperty(prototype, 'route', accessorDescriptor(accessors.get, accessors.set, false, false));
}

/** What those who log people in leave on a request: passport with its strategies, and the store of everybody's sessions. */
const LOGIN = ['_passport', '_sessionManager', 'session', 'sessionStore'];

/** The package by which the operator lets people log in has the session, and what keeps that does so while it is at work. */
const isReadForLogin = (name) => isStrategy(callerOf(0)) && (name === 'session' || isCoreCalling());

/** They are for core, and the session for the strategy by which people log in; what another package puts there itself is for packages, and never in the place of core's. */
function guardLogin(prototype) {
  if (typeof prototype !== 'object' || prototype === null) return;
  for (let i = 0; i < LOGIN.length; i++) {
    if (ObjectGetOwnPropertyDescriptor(prototype, LOGIN[i]) !== undefined) continue;
    const core = new SafeWeakMap();
    const packages = new SafeWeakMap();
    const accessors = {
      get() {
        return core.has(this) && (isReadByCore(LOGIN[i]) || isReadForLogin(LOGIN[i])) ? core.get(this) : packages.get(this);
      },
      set(...args) {
        if (typeof this !== 'object' || this === null) return;
        if (writerOf(args) === CORE) core.set(this, args[0]);
        else packages.set(this, args[0]);
      },
    };
    ObjectDefineProperty(prototype, LOGIN[i], accessorDescriptor(accessors.get, accessors.set, false, false));
  }
}

/** express's own methods, the same for all applications of this express; Node's below them have guards of their own. */
function guardShared(prototype, absent) {
  if (done.has(prototype) || ObjectGetOwnPropertyDescriptor(prototype, 'constructor') !== undefined) return;
  done.add(prototype);
  leaveAbsent(prototype, absent);
  hardenPrototype(prototype);
  ObjectPreventExtensions(prototype);
}

function guardApp(app, isParent) {
  if (typeof app !== 'function' || done.has(app)) return;
  done.add(app);
  const view = viewOf(app);
  const isPlaced = isParent || app.parent !== undefined;
  guardMessage(app, app.request, view, isPlaced, OF_REQUESTS);
  guardMessage(app, app.response, view, isPlaced, OF_RESPONSES);
  if (app.parent !== undefined) guardApp(app.parent, true);
}

const METHODS = ['on', 'addListener', 'once', 'prependListener', 'prependOnceListener', 'off', 'removeListener', 'removeAllListeners', 'listeners', 'rawListeners',
  'emit', 'close', 'closeAllConnections', 'closeIdleConnections', 'listen', 'setTimeout'];
/** The server sees every request: for packages each method takes the capability that says so. */
function guardServer(server) {
  if (typeof server !== 'object' || server === null || done.has(server)) return;
  done.add(server);
  for (let i = 0; i < METHODS.length; i++) {
    const name = METHODS[i];
    if (typeof server[name] !== 'function') continue;
    const before = ObjectGetOwnPropertyDescriptor(server, name)?.value;
    const ask = () => {
      const who = callerOf(internals);
      if (who !== CORE && who !== INTERNAL) demand(who, `Server.${name}()`);
    };
    const holder = {
      method(...args) {
        ask();
        return ReflectApply(before ?? ReflectGet(ObjectGetPrototypeOf(server), name), this, args);
      },
    };
    // What comes in is looked at once.
    const value = name === 'emit' && guardEmit(before, ask) ? before : holder.method;
    ObjectDefineProperty(server, name, { __proto__: null, value, writable: false, enumerable: false, configurable: false });
  }
}

/** What TLS made a socket with, the server and its keys among it, and the functions of the operator that give out others. */
const SECRETS = { __proto__: null, _tlsOptions: true, _SNICallback: true, pskcallback: true, alpncallback: true, secureContext: true };

const secrets = new SafeMap();

/** Such a member, for Node.js and Node-RED only: { values: what sockets have there, accessors }. */
function secretOf(key) {
  let secret = MapPrototypeGet(secrets, key);
  if (secret === undefined) {
    const values = makeNote();
    const label = typeof key === 'string' ? key : `${SymbolPrototypeDescriptionGet(key)}`;
    const accessors = {
      get() {
        const who = callerOf(connectors);
        return who === INTERNAL || (who === CORE && isReadByCore(label, connectors)) ? values.of(this) : undefined;
      },
      set(...args) {
        if (callerOf(connectors) === INTERNAL || writerOf(args) === CORE) values.put(this, args[0]);
      },
    };
    secret = { __proto__: null, values, accessors };
    MapPrototypeSet(secrets, key, secret);
  }
  return secret;
}

function hideSecrets(socket) {
  const keys = ReflectOwnKeys(socket);
  for (let i = 0; i < keys.length; i++) {
    const name = typeof keys[i] === 'symbol' ? SymbolPrototypeDescriptionGet(keys[i]) : keys[i];
    if (name === undefined || SECRETS[name] === undefined) continue;
    const own = ObjectGetOwnPropertyDescriptor(socket, keys[i]);
    if (!own.configurable || own.value === undefined || own.value === null) continue;
    const { values, accessors } = secretOf(keys[i]);
    values.put(socket, own.value);
    ObjectDefineProperty(socket, keys[i], { __proto__: null, get: accessors.get, set: accessors.set, enumerable: own.enumerable, configurable: false });
  }
}

/** Sockets name the server they came in on: for everybody it is one that answers questions. */
function guardSocket(server, socket) {
  if (typeof socket !== 'object' || socket === null) return;
  const face = faceOf(server);
  for (let i = 0; i < served.NAMES.length; i++) {
    if (served.show(i, socket, server, face.face)) continue;
    const own = ObjectGetOwnPropertyDescriptor(socket, served.NAMES[i]);
    if (own?.configurable && own.value === server) ObjectDefineProperty(socket, served.NAMES[i], { __proto__: null, get: face.get, set: face.set, enumerable: true, configurable: false });
  }
  if (ObjectGetOwnPropertyDescriptor(socket, '_tlsOptions') !== undefined) hideSecrets(socket);
  exchange.hide(socket);
}

function demand(who, api) {
  const refused = judge(who, CAPABILITY, undefined);
  if (refused !== undefined) throw refusal(who, CAPABILITY, api, '');
}

/** Everything of this kind that a `RED` of Node-RED holds. */
function guardAll(RED) {
  if (typeof RED.httpAdmin === 'function') {
    // The one of the editor is its parent; the application above that may be the operator's, with sessions of his own.
    guardLogin(RED.httpAdmin.request);
    guardLogin(RED.httpAdmin.parent?.request);
  }
  guardApp(RED.httpAdmin, false);
  guardApp(RED.httpNode, false);
  guardServer(RED.server);
}

module.exports = { configure, guardAll, guardSocket };
