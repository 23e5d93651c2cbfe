'use strict';
// JSONata, which core evaluates for everyone: its functions are objects that an expression can return. What a package then holds cannot be changed [R3].

const { ObjectDefineProperty, ObjectFreeze, ObjectKeys, ObjectPreventExtensions, PromisePrototypeThen, ReflectApply } = require('../../boot/primordials');
const { state } = require('../../boot/state');
const { conceal } = require('../../core/conceal');
const { lent } = require('../../core/handed');

/** Each of them by name; what this version does not have is left out of the list that JSONata makes. */
const ALL = '[$sum, $count, $max, $min, $average, $string, $substring, $substringBefore, $substringAfter, $lowercase, $uppercase, $length, '
  + '$trim, $pad, $match, $contains, $replace, $split, $join, $formatNumber, $formatBase, $formatInteger, $parseInteger, $number, '
  + '$floor, $ceil, $round, $abs, $sqrt, $power, $random, $boolean, $not, $map, $zip, $filter, $single, $reduce, $foldLeft, $sift, '
  + '$keys, $lookup, $append, $exists, $spread, $merge, $reverse, $each, $error, $assert, $type, $sort, $shuffle, $distinct, '
  + '$base64encode, $base64decode, $encodeUrlComponent, $encodeUrl, $decodeUrlComponent, $decodeUrl, $eval, $toMillis, $fromMillis, '
  + '$clone, function($x){$x}]';

const LOCKED = ['_jsonata_function', 'implementation', 'signature'];
/** Where it was called last, which JSONata itself writes there. */
const NOTES = ['token', 'position'];

/** A function that an expression makes leads to what all expressions share. JSONata makes it and leaves it. */
function lockShared({ global }) {
  if (global?.ancestry !== undefined) ObjectFreeze(global.ancestry);
  if (global !== undefined) ObjectFreeze(global);
}

function lockAll(list) {
  for (let i = 0; i < list.length; i++) {
    const fn = list[i];
    if (fn._jsonata_lambda === true) {
      lockShared(fn.environment);
      continue;
    }
    ObjectFreeze(fn.implementation);
    if (fn.signature !== undefined) {
      ObjectFreeze(fn.signature.validate);
      ObjectFreeze(fn.signature);
    }
    for (let k = 0; k < LOCKED.length; k++) ObjectDefineProperty(fn, LOCKED[k], { __proto__: null, value: fn[LOCKED[k]], writable: false, configurable: false });
    for (let k = 0; k < NOTES.length; k++) ObjectDefineProperty(fn, NOTES[k], { __proto__: null, value: undefined, writable: true, enumerable: true, configurable: false });
    ObjectPreventExtensions(fn);
  }
}

/**
 * What expressions ask the environment for, the one asks for whom the expression was made: when it is evaluated, nobody may be on the stack
 * any more.
 */
const ENVIRONMENT = 'env';

function expressionsOf(jsonata) {
  const holder = {
    jsonata(...args) {
      const expression = ReflectApply(jsonata, undefined, args);
      const { assign } = expression;
      if (state.armed) expression.assign = (name, value) => ReflectApply(assign, expression, [name, name === ENVIRONMENT ? lent(value) : value]);
      return expression;
    },
  };
  const keys = ObjectKeys(jsonata);
  for (let i = 0; i < keys.length; i++) holder.jsonata[keys[i]] = jsonata[keys[i]];
  return conceal(holder.jsonata, jsonata);
}

/** `jsonata.js`: the functions that all expressions share. */
function functions(jsonata) {
  const found = jsonata(ALL).evaluate({});
  if (typeof found.then === 'function') PromisePrototypeThen(found, lockAll);
  else lockAll(found);
  return expressionsOf(jsonata);
}

module.exports = { functions };
