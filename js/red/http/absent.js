'use strict';
// What core looks for on requests and responses, where nothing is until somebody has put it there: whether a body or cookies have been read, who is logged in and by what, what is remembered of a URL. A package that adds
// a member of that name to the classes of Node.js gives it to all requests; code of core's does not find it there, and a function finds only who has added it [R5][R15].

const { ObjectDefineProperty, ObjectGetOwnPropertyDescriptor, ObjectGetPrototypeOf, ReflectGet, ReflectHas, accessorDescriptor, dataDescriptor } = require('../../boot/primordials');
const { loadReal } = require('../../boot/builtins');
const { callerOf, isCoreCalling, scriptOwner } = require('../../core/caller');
const { fieldNamed, makeNote } = require('../../core/given');

/** Of express, its parsers, passport and Node-RED. */
const OF_REQUESTS = ['__onFinished', '_body', '_decoder', '_parsedOriginalUrl', '_parsedUrl', 'account', 'authInfo', 'body', 'cookies', 'file', 'files', 'finished', 'isAuthenticated', 'isUnauthenticated', 'logIn', 'logOut', 'login',
  'logout', 'oauth2', 'query', 'secret', 'signedCookies', 'skipRawBodyParser', 'user'];
const OF_RESPONSES = ['__onFinished', 'locals'];
/** What express looks for on a request that has just come in, before it gives it a class of its application's. */
const FIRST = ['_parsedUrl', 'baseUrl', 'next', 'originalUrl', 'params', 'query'];

/** What requests are as they come in. */
let requests;

/** Nearly always nobody has added any. Each name stands here by itself: V8 then remembers what it found, and every request is asked. */
const isAnyAdded = () => '_parsedUrl' in requests || 'baseUrl' in requests || 'next' in requests || 'originalUrl' in requests || 'params' in requests || 'query' in requests;

/** A request that has come in has none of it by its class. */
function beginBare(request) {
  requests ??= loadReal('http').IncomingMessage.prototype;
  if (!isAnyAdded()) return;
  for (let i = 0; i < FIRST.length; i++) {
    if (ReflectHas(requests, FIRST[i]) && ObjectGetOwnPropertyDescriptor(request, FIRST[i]) === undefined) ObjectDefineProperty(request, FIRST[i], dataDescriptor(undefined, true, true, true));
  }
}

function accessorsOf(prototype, key) {
  const give = fieldNamed(key);
  // What core has put there where a package has added a function: that one goes on finding its own (passport, up to 0.5).
  const kept = makeNote();
  return {
    get() {
      const parent = ObjectGetPrototypeOf(prototype);
      // Nearly always nobody has added any.
      if (!ReflectHas(parent, key) || isCoreCalling()) return kept.of(this);
      const added = ReflectGet(parent, key, this);
      return typeof added === 'function' && scriptOwner(added) !== callerOf(0) ? kept.of(this) : added;
    },
    set(value) {
      if (this === prototype) return;
      const parent = ObjectGetPrototypeOf(prototype);
      if (ReflectHas(parent, key) && typeof ReflectGet(parent, key, this) === 'function' && isCoreCalling()) kept.put(this, value);
      else give(this, value);
    },
  };
}

/** @param {object} prototype what requests or responses of all applications of core's inherit, before it is locked */
function leaveAbsent(prototype, names) {
  for (let i = 0; i < names.length; i++) {
    if (ObjectGetOwnPropertyDescriptor(prototype, names[i]) !== undefined) continue;
    const { get, set } = accessorsOf(prototype, names[i]);
    ObjectDefineProperty(prototype, names[i], accessorDescriptor(get, set, false, false));
  }
}

module.exports = { FIRST, OF_REQUESTS, OF_RESPONSES, beginBare, leaveAbsent };
