'use strict';
// What stands for something of somebody else, made for one package: it says so in a private field, which costs nothing to read and which
// nobody else can write, copy or read.

const { Given } = require('../../core/given');

const isObject = (value) => typeof value === 'object' && value !== null;

/** For a node. */
class NodeStand extends Given {
  #node;
  #principal;

  constructor(standIn, node, principal) {
    super(standIn);
    this.#node = node;
    this.#principal = principal;
  }

  /** The node behind a stand-in; undefined for anything else. */
  static of(value) {
    return isObject(value) && #node in value ? value.#node : undefined;
  }

  /** For whom a stand-in was made. */
  static madeFor(standIn) {
    return standIn.#principal;
  }
}

/** For an object or a function that was found in a context or a message, or for a context itself. */
class View extends Given {
  #real;
  #principal;
  #owner;
  #way;

  constructor(view, real, principal, owner, way = 0) {
    super(view);
    this.#real = real;
    this.#principal = principal;
    this.#owner = owner;
    this.#way = way;
  }

  static of(value) {
    return (isObject(value) || typeof value === 'function') && #real in value ? value.#real : undefined;
  }

  static madeFor(view) {
    return view.#principal;
  }

  /** How what is behind a view came there, see ways.js. */
  static wayOf(view) {
    return view.#way;
  }

  /** Whose what is behind a view is. */
  static ownerOf(view) {
    return view.#owner;
  }
}

module.exports = { NodeStand, View };
