'use strict';
// RED.httpAdmin and RED.httpNode: a package can add routes, under its own prefix or where it was granted; it can neither see,
// change nor remove what is there [R5]. The express application itself never reaches it.

const {
  ArrayIsArray, ArrayPrototypePush, ObjectDefineProperty, ObjectFreeze, ReflectApply, ReflectGet, ReflectOwnKeys, ReflectSet, SafeSet, StringPrototypeStartsWith,
} = require('../../boot/primordials');
const { CORE } = require('../../core/caller');
const { holds, judge } = require('../../core/decide');
const { refusal, report } = require('../../core/deny');
const { lentBy } = require('../../core/handed');
const { boundary } = require('../../core/boundary');
const { answersFor } = require('../http/express');
const { granted } = require('../facade');
const { answersForSentinel, isBelow, isEverywhere, place } = require('../http/routes');
const { SENT } = require('../views/ways');

const VERBS = ['acl', 'all', 'bind', 'checkout', 'connect', 'copy', 'del', 'delete', 'get', 'head', 'link', 'lock', 'm-search', 'merge', 'mkactivity', 'mkcalendar',
  'mkcol', 'move', 'notify', 'options', 'patch', 'post', 'propfind', 'proppatch', 'purge', 'put', 'query', 'rebind', 'report', 'search', 'source', 'subscribe', 'trace',
  'unbind', 'unlink', 'unlock', 'unsubscribe'];
/** Change how the whole application works: what middleware may. */
const WHOLE = ['engine', 'param', 'set', 'enable', 'disable'];
/** Never: they start, render or run the application, or hand out its listeners. */
const NEVER = ['init', 'defaultConfiguration', 'lazyrouter', 'handle', 'listen', 'render', 'emit', 'on', 'once', 'addListener', 'prependListener', 'prependOnceListener',
  'removeListener', 'off', 'removeAllListeners', 'listeners', 'rawListeners', 'listenerCount', 'eventNames', 'setMaxListeners', 'getMaxListeners'];

const isRoute = (value) => typeof value === 'string' || (typeof value === 'object' && value !== null && (ArrayIsArray(value) ? allRoutes(value) : isPattern(value)));
const isPattern = (value) => typeof value.exec === 'function';

function allRoutes(list) {
  for (let i = 0; i < list.length; i++) if (typeof list[i] === 'function' || !isRoute(list[i])) return false;
  return list.length > 0;
}

/**
 * Where a handler may go: the route as given, one below the package's own prefix, or nowhere (reported).
 * @returns {any} undefined: nowhere
 */
function placed(ctx, area, verb, route) {
  if (ArrayIsArray(route)) {
    const all = [];
    for (let i = 0; i < route.length; i++) {
      const one = placed(ctx, area, verb, route[i]);
      if (one === undefined) return undefined;
      ArrayPrototypePush(all, one);
    }
    return all;
  }
  const everywhere = isEverywhere(route, verb);
  const capability = everywhere ? `http:${area}:global:middleware` : `http:${area}:global`;
  const where = everywhere ? undefined : place(route);
  if (judge(ctx.principal, capability, where) === undefined) return unlessOurs(ctx, area, verb, route);
  const text = typeof route === 'string' ? route : '/';
  const prefix = `/${ctx.name}`;
  const below = `${prefix}${StringPrototypeStartsWith(text, '/') ? text : `/${text}`}`;
  const isPlaced = typeof route === 'string' && isBelow(below, prefix);
  if (isPlaced && judge(ctx.principal, `http:${area}`, place(text) || '/') === undefined) return unlessOurs(ctx, area, verb, below);
  // Who has routes of its own lacks an entry in its list.
  const isListed = isPlaced && holds(ctx.principal, `http:${area}`);
  report(ctx.principal, isListed ? `http:${area}` : capability, `RED.http${area === 'admin' ? 'Admin' : 'Node'}.${verb}()`, isListed ? place(text) || '/' : where ?? '/');
  return undefined;
}

/** A route, unless it would answer for Sentinel. */
function unlessOurs(ctx, area, verb, route) {
  if (!answersForSentinel(route, verb)) return route;
  report(ctx.principal, 'all', `RED.http${area === 'admin' ? 'Admin' : 'Node'}.${verb}()`, route);
  return undefined;
}

function http(area) {
  return (ctx, RED) => {
    const app = RED[`http${area === 'admin' ? 'Admin' : 'Node'}`];
    if (typeof app !== 'function') return app;
    return facadeOf(ctx, area, app);
  };
}

/**
 * A handler as express gets it. To one for `use` that looks like an application express would hand the application itself.
 * @param {{principal: number, mayRewrite: () => boolean}} owner may it make another request of one that came in?
 */
function plain(owner, handler) {
  if (ArrayIsArray(handler)) {
    const list = [];
    for (let i = 0; i < handler.length; i++) ArrayPrototypePush(list, plain(owner, handler[i]));
    return list;
  }
  // One that has the methods of an application express would take for one, and tell it where it is mounted.
  if (typeof handler !== 'function') return typeof handler === 'object' && handler !== null ? NO_HANDLER : handler;
  const made = handler.length > 3
    ? (error, request, response, next) => handler(require('../views').cross(owner.principal, error, CORE, SENT), request, response, next)
    : (request, response, next) => handler(request, response, next);
  ObjectDefineProperty(made, 'name', { __proto__: null, value: `${handler.name}`, configurable: true });
  answersFor(made, owner);
  return made;
}

/** Express tells an application where it is mounted, and in what: for a package that is its own form of Node-RED's. */
function tellApplications(handlers, at, facade) {
  for (let i = 0; i < handlers.length; i++) {
    const handler = handlers[i];
    if (ArrayIsArray(handler)) tellApplications(handler, at, facade);
    if (typeof handler !== 'function' || typeof ReflectGet(handler, 'handle') !== 'function' || typeof ReflectGet(handler, 'set') !== 'function') continue;
    ReflectSet(handler, 'mountpath', at);
    ReflectSet(handler, 'parent', facade);
  }
}

/** Express says of it that it is no function. */
const NO_HANDLER = ObjectFreeze({ __proto__: null });

function put(facade, key, value) {
  ObjectDefineProperty(facade, key, { __proto__: null, value, writable: true, enumerable: true, configurable: true });
}

function facadeOf(ctx, area, app) {
  const label = `RED.http${area === 'admin' ? 'Admin' : 'Node'}`;
  const never = (name) => ({
    refused() {
      throw refusal(ctx.principal, 'all', `${label}.${name}()`, 'the express application');
    },
  }).refused;
  const facade = lentBy(never('handle'), ctx.principal);
  const add = (target, key, value) => put(target, key, typeof value === 'function' ? lentBy(value, ctx.principal) : value);
  const owner = { __proto__: null, principal: ctx.principal, mayRewrite: () => judge(ctx.principal, `http:${area}:global:middleware`, undefined) === undefined };
  /** Adds handlers to the real application. @returns where; undefined: they were not added */
  const route = (verb, at, handlers) => {
    const where = placed(ctx, area, verb, at);
    if (where === undefined) return undefined;
    const args = [where];
    for (let i = 0; i < handlers.length; i++) ArrayPrototypePush(args, plain(owner, handlers[i]));
    ReflectApply(boundary(app[verb]), app, args);
    return where;
  };
  for (let i = 0; i < VERBS.length; i++) {
    const verb = VERBS[i];
    if (typeof app[verb] !== 'function') continue;
    const holder = {
      verb(...args) {
        // `app.get(name)` reads a setting of the application.
        if (verb === 'get' && args.length === 1) return setting(app, args[0]);
        const handlers = [];
        for (let k = 1; k < args.length; k++) ArrayPrototypePush(handlers, args[k]);
        route(verb, args[0], handlers);
        return facade;
      },
    };
    add(facade, verb, holder.verb);
  }
  const using = {
    use(...args) {
      const isAt = isRoute(args[0]);
      const handlers = [];
      for (let i = isAt ? 1 : 0; i < args.length; i++) ArrayPrototypePush(handlers, args[i]);
      const where = route('use', isAt ? args[0] : '/', handlers);
      if (where !== undefined) tellApplications(handlers, where, facade);
      return facade;
    },
    route(at) {
      const chain = {};
      for (let i = 0; i < VERBS.length; i++) {
        const verb = VERBS[i];
        if (typeof app[verb] === 'function') add(chain, verb, (...handlers) => { route(verb, at, handlers); return chain; });
      }
      return chain;
    },
    path: () => `${ReflectApply(app.path, app, [])}`,
    enabled: (name) => ReflectApply(app.enabled, app, [`${name}`]),
    disabled: (name) => ReflectApply(app.disabled, app, [`${name}`]),
  };
  const names = ReflectOwnKeys(using);
  for (let i = 0; i < names.length; i++) add(facade, names[i], using[names[i]]);
  for (let i = 0; i < WHOLE.length; i++) {
    const name = WHOLE[i];
    add(facade, name, (...args) => {
      if (name === 'set' && args.length === 1) return setting(app, args[0]);
      if (granted(ctx, `http:${area}:global:middleware`, `${label}.${name}()`)) ReflectApply(boundary(app[name]), app, args);
      return facade;
    });
  }
  for (let i = 0; i < NEVER.length; i++) add(facade, NEVER[i], never(NEVER[i]));
  add(facade, 'mountpath', app.mountpath);
  add(facade, 'locals', {});
  // Packages look for their own routes here to take them out again: there is nothing to find.
  ObjectDefineProperty(facade, '_router', { __proto__: null, get: () => ({ stack: [] }), enumerable: false, configurable: true });
  ObjectDefineProperty(facade, 'router', { __proto__: null, get: () => ({ stack: [] }), enumerable: false, configurable: true });
  return facade;
}

function setting(app, name) {
  const value = ReflectApply(app.get, app, [`${name}`]);
  return typeof value === 'object' || typeof value === 'function' ? undefined : value;
}

/** Everything an express application has that is answered above; the test of completeness reads it. */
const known = new SafeSet();
const lists = [VERBS, WHOLE, NEVER, ['use', 'route', 'path', 'enabled', 'disabled', 'mountpath', 'locals', '_router', 'router'],
  // Not there for packages.
  ['length', 'name', 'prototype', 'constructor', '_events', '_eventsCount', '_maxListeners', 'request', 'response', 'cache', 'engines', 'settings', 'parent']];
for (let i = 0; i < lists.length; i++) for (let k = 0; k < lists[i].length; k++) known.add(lists[i][k]);

module.exports = { http, known };
