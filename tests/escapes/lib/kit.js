'use strict';
// Copied into the attacker packages: small things that many cases need.

// Attacks replace the global one.
const firstSetTimeout = setTimeout;

/** Waits; for effects that come by themselves. */
exports.wait = (ms) => new Promise((resolve) => { firstSetTimeout(resolve, ms); });

/** A promise and its ends. */
exports.deferred = () => {
  const ends = {};
  ends.promise = new Promise((resolve, reject) => Object.assign(ends, { resolve, reject }));
  return ends;
};

/** A Node-style callback that settles a promise with its first result. */
exports.callback = () => {
  const { promise, resolve, reject } = exports.deferred();
  return { promise, done: (error, value) => (error ? reject(error) : resolve(value)) };
};

/** All that a stream gives, as bytes. */
exports.collect = async (stream) => {
  const chunks = [];
  for await (const chunk of stream) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
};

/** Runs `attack` with `object[key]` replaced, and puts it back at once. */
exports.replaced = (object, key, value, attack) => {
  const before = Object.getOwnPropertyDescriptor(object, key);
  try {
    Object.defineProperty(object, key, { value, writable: true, configurable: true, enumerable: before?.enumerable ?? false });
  } catch {
    // cannot be replaced: the attack goes on without
  }
  try {
    return attack();
  } finally {
    try {
      if (before) Object.defineProperty(object, key, before);
      else delete object[key];
    } catch {
      // was never replaced
    }
  }
};

/** Goes through attempts and returns the first that gives something; throws the last error. */
exports.first = async (attempts) => {
  let last = new Error('nothing tried');
  for (const attempt of attempts) {
    try {
      const value = await attempt();
      if (value !== undefined && value !== null && value !== '') return value;
    } catch (error) {
      last = error;
    }
  }
  throw last;
};
