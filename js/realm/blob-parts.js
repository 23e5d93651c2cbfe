'use strict';
// What blobs are made of. C++ reads a blob that is made of blobs by going down into each; so what is made here is made of blobs that hold bytes, or a file, and of nothing else: where a part is a blob,
// what that is made of stands for it. Of one that comes from elsewhere (a clone) nobody knows: its bytes are copied.

const {
  ArrayIsArray, NumberIsInteger, ObjectGetOwnPropertyDescriptor, PromisePrototypeThen, RangeError, ReflectApply, ReflectConstruct, SafeWeakMap, String,
} = require('../boot/primordials');
const { util } = require('../boot/builtins');
const { conceal } = require('../core/conceal');
const { put } = require('../core/lists');

const END = 0;
/** Node.js counts as far. */
const MOST = 0x7FFFFFFF;

/**
 * @param {Function} Blob
 * @param {{key: symbol, test: Function, pull: Function, cut: Function}} parts the symbol under which a blob has its object of C++, what makes and asks readers of that, and what cuts it
 */
function appending(Blob, { key, test: getReader, pull, cut: cutHandle }) {
  const { slice: cut } = Blob.prototype;
  const { get: sizeOf } = ObjectGetOwnPropertyDescriptor(Blob.prototype, 'size');
  /** Object of C++ -> what it is made of, an empty list where that is no blob. */
  const made = new SafeWeakMap();
  /** Under the symbol there is what Node's script has put there, and no accessor of somebody's. */
  const handleOf = (blob) => ObjectGetOwnPropertyDescriptor(blob, key)?.value;
  const isBlob = (part) => typeof part === 'object' && part !== null && part[key] !== undefined;
  const partOf = (blob) => ({ __proto__: null, [key]: handleOf(blob), size: ReflectApply(sizeOf, blob, []) });

  function note(blob, list) {
    const handle = handleOf(blob);
    if (typeof handle === 'object' && handle !== null) made.set(handle, list);
    return blob;
  }

  /** One that holds these bytes. */
  const holding = (list, options) => partOf(note(ReflectConstruct(Blob, [list, options]), []));

  /** The bytes, or undefined where they take their time, as those of a file do. */
  function bytesOf(handle) {
    const reader = ReflectApply(getReader, handle, []);
    const bytes = [];
    let status;
    const hear = (now, chunk) => {
      status = now;
      if (chunk !== undefined) put(bytes, bytes.length, chunk);
    };
    do {
      status = undefined;
      ReflectApply(pull, reader, [hear]);
      if (status === undefined || status < END) return undefined;
    } while (status !== END);
    return bytes;
  }

  function flatten(part) {
    const list = made.get(part[key]);
    if (list !== undefined) return list.length === 0 ? [part] : list;
    const bytes = bytesOf(part[key]);
    if (bytes === undefined) throw new RangeError('A Blob of a part of files is not made into another one');
    return [holding(bytes)];
  }

  /** The same parts; what is next to each other and no blob is one. */
  function flattenAll(list, options) {
    const all = [];
    let run = [];
    const end = () => {
      if (run.length > 0) put(all, all.length, holding(run, options));
      run = [];
    };
    for (let i = 0; i < list.length; i++) {
      if (!isBlob(list[i])) {
        put(run, run.length, list[i]);
        continue;
      }
      end();
      const flat = flatten(list[i]);
      for (let k = 0; k < flat.length; k++) put(all, all.length, flat[k]);
    }
    end();
    return all;
  }

  /** A part of what holds bytes or a file, which is no deeper. */
  function cutOne(part, from, to) {
    const handle = ReflectApply(cutHandle, part[key], [from, to]);
    made.set(handle, []);
    return { __proto__: null, [key]: handle, size: to - from };
  }

  /** The same from `from` to `to`. */
  function cutAll(list, from, to) {
    const all = [];
    for (let i = 0, at = 0; i < list.length && at < to; at += list[i].size, i++) {
      const { size } = list[i];
      if (at + size <= from) continue;
      const isWhole = at >= from && at + size <= to;
      put(all, all.length, isWhole ? list[i] : cutOne(list[i], from > at ? from - at : 0, to < at + size ? to - at : size));
    }
    return all;
  }

  /** Where what was cut begins; undefined: that cannot be told without asking somebody's object again. */
  function beginOf(start, size) {
    if (start === undefined) return 0;
    if (!NumberIsInteger(start) || size > MOST) return undefined;
    if (start < 0) return start + size < 0 ? 0 : start + size;
    return start > size ? size : start;
  }

  const isMadeOfBlobs = (list) => {
    for (let i = 0; ArrayIsArray(list) && i < list.length; i++) if (isBlob(list[i])) return true;
    return false;
  };

  return {
    /** @param {any[]} args what the class is given, the list of parts one of its own */
    make(args, newTarget) {
      if (!isMadeOfBlobs(args[0])) return note(ReflectConstruct(Blob, args, newTarget), []);
      const endings = args[1]?.endings;
      const options = endings === undefined ? undefined : { __proto__: null, endings: String(endings) };
      args[0] = flattenAll(args[0], options);
      const list = args[0];
      return note(ReflectConstruct(Blob, args, newTarget), list);
    },
    /** A part of what holds bytes or a file is that, too, and one of several is made of parts of theirs. */
    slice: conceal({
      slice(...args) {
        const result = ReflectApply(cut, this, args);
        const list = made.get(handleOf(this));
        if (list === undefined) return result;
        if (list.length === 0) return note(result, []);
        const from = beginOf(args[0], ReflectApply(sizeOf, this, []));
        const length = ReflectApply(sizeOf, result, []);
        return from === undefined || length === 0 ? result : note(result, cutAll(list, from, from + length));
      },
    }.slice, cut),
    noteFile: (opened) => (util.isPromise(opened) ? PromisePrototypeThen(opened, (blob) => note(blob, [])) : note(opened, [])),
  };
}

module.exports = { appending };
