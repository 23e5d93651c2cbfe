'use strict';
// Registering node types and subflows [R4]: for the package itself, under names that are its own, and with declarations that open
// nothing of the runtime [R14].

const {
  ArrayPrototypePush, MapPrototypeGet, MapPrototypeSet, Nothing, ObjectDefineProperty, ObjectGetOwnPropertyDescriptor, ObjectGetPrototypeOf, ObjectHasOwn, ReflectApply, ReflectConstruct, SafeMap,
  StringPrototypeIndexOf, StringPrototypeSlice, StringPrototypeStartsWith, StringPrototypeTrim, TypeError,
} = require('../../boot/primordials');
const { fs, path, util } = require('../../boot/builtins');
const { CORE } = require('../../core/caller');
const { refusal, report } = require('../../core/deny');
const { isOneOf } = require('../../core/lists');
const { isOverflow } = require('../../core/overflow');
const { noteType, ownerOfType } = require('./access');
const { boundary } = require('../../core/boundary');
const { comesFirst, isOfOperator, keeperOf } = require('./claims');
const { extendsForeign } = require('./classes');
const { copyOf } = require('../areas/copies');
const { hadBy } = require('./credentials');
const { declarationsFor } = require('./declarations');
const { granted } = require('../facade');
const { NodeFlow } = require('../messages/flow');
const { unwaited, unwaitedProxy } = require('./awaited');
const { begin, configurationFor, end, recordOf, share, standIn } = require('./identity');
const { reveal } = require('./membrane');
const { watchRemoval } = require('./modules');
const { isInherited, whyNoName } = require('../areas/names');
const { measuresOf } = require('../measuring');
const { mayContain, noteSubflow, ownerOfFlow } = require('./subflows');
const { take } = require('../views/ways');

const PROTOTYPE = 'prototype';
const NOTHING = () => undefined;
let native;
let registry;
let principalOfFile;

/** @param {object} exports of `@node-red/registry/lib/registry.js` */
function configure(api, exports, ownerOf) {
  native = api;
  registry = exports;
  principalOfFile = ownerOf;
}

/** Credential definitions are filed under the type with `-` for white space. */
function dashed(type) {
  let result = '';
  let space = false;
  for (let i = 0; i < type.length; i++) {
    const isSpace = StringPrototypeTrim(type[i]) === '';
    if (!isSpace) result += type[i];
    else if (!space) result += '-';
    space = isSpace;
  }
  return result;
}

/** A set by its id. Core looks for a type of that name first. */
function fullSet(id) {
  const modules = registry.getModuleList();
  const module = registry.getModuleFromSetId(id);
  const nodes = ObjectHasOwn(modules, module) ? modules[module].nodes ?? {} : {};
  const name = registry.getNodeFromSetId(id);
  return ObjectHasOwn(nodes, name) ? nodes[name] : undefined;
}

const MARK = 'data-template-name';
const declared = new SafeMap();

/** The text of the editor half that belongs to the file of a set. */
function editorHalf(file) {
  if (typeof file !== 'string') return '';
  const extension = path.extname(file);
  try {
    return fs.readFileSync(`${path.join(path.dirname(file), path.basename(file, extension))}.html`, 'utf8');
  } catch (error) {
    if (isOverflow(error)) throw error;
    return ''; // it has none
  }
}

/** The types in the editor half of a set, as Node-RED finds them. */
function declaredBy(id) {
  const known = MapPrototypeGet(declared, id);
  if (known !== undefined) return known;
  const types = [];
  const text = editorHalf(fullSet(id)?.file);
  for (let at = StringPrototypeIndexOf(text, MARK); at >= 0; at = StringPrototypeIndexOf(text, MARK, at + 1)) {
    let start = at + MARK.length;
    while (start < text.length && text[start] !== '"' && text[start] !== "'") start++;
    const end = StringPrototypeIndexOf(text, text[start], start + 1);
    if (end > 0) ArrayPrototypePush(types, StringPrototypeSlice(text, start + 1, end));
  }
  MapPrototypeSet(declared, id, types);
  return types;
}

/** Node-RED loads no set that declares a type which one before it has: such a set has its types only as long as nobody else declares them. */
const isLeftOut = ({ err }) => err?.code === 'type_already_registered';

/** The set that has a type, or one that is filed under the same name: of those that declare it the one that had it before, or the first, as in Node-RED. */
function setOf(type) {
  const list = registry.getNodeList();
  const filed = dashed(type);
  let first;
  let last;
  for (let i = 0; i < list.length; i++) {
    const { id, module } = list[i];
    // Without an editor Node-RED does not look for the types that sets declare.
    const types = list[i].types?.length > 0 ? list[i].types : declaredBy(id);
    for (let k = 0; k < types.length; k++) {
      if (types[k] !== type && dashed(types[k]) !== filed) continue;
      if (isLeftOut(list[i])) {
        last ??= id;
        continue;
      }
      if (comesFirst(module, type)) return id;
      first ??= id;
    }
  }
  return first ?? last;
}

/** Does a type belong to somebody else? Files of the operator come before packages. */
function takenBy(ctx, type) {
  const isDeclared = isOneOf(declaredBy(ctx.set), type);
  const keeper = isOfOperator(ctx.module) || registry.getTypeId(type) !== null ? undefined : keeperOf(registry, type, isDeclared);
  const id = keeper ?? setOf(type);
  return id === undefined || ownerOfSet(ctx, id) === ctx.principal ? undefined : id;
}

/**
 * Whose a type was whose package has been removed: deployed nodes of it, with their credentials, wait for whoever has it next. That is a package that
 * declares it, which the operator installed for it.
 */
function leftBy(ctx, type) {
  const owner = ownerOfType(type);
  return owner === CORE || owner === ctx.principal || isOneOf(declaredBy(ctx.set), type) ? undefined : native.principalName(owner);
}

function ownerOfSet(ctx, id) {
  if (id === ctx.set) return ctx.principal;
  const file = fullSet(id)?.file;
  return typeof file === 'string' ? principalOfFile(file) : 0;
}

/**
 * What a constructor returned is a node of its package, under the identity of the one that was to be made: what it made by `new`, or a Proxy in its
 * place. It is no node of somebody else, and nothing else that others know for something.
 */
function nodeOf(result, record) {
  const known = recordOf(result);
  const isProxy = util.isProxy(result);
  if (known?.principal === record.principal) return isProxy ? known.node : unwaited(result);
  const isOwn = typeof result === 'object' && known === undefined && reveal(result) === result && (isProxy || inherits(result, record.prototype));
  if (!isOwn) throw new TypeError(`the constructor of ${record.type} returned what is no node of its own`);
  share(result, record);
  return isProxy ? standIn(unwaitedProxy(result), record) : unwaited(result);
}

function inherits(object, prototype) {
  for (let at = ObjectGetPrototypeOf(object); at !== null; at = ObjectGetPrototypeOf(at)) if (at === prototype) return true;
  return false;
}

/** A constructor as core calls it: the package's own, given a configuration with a flow of its own. */
function constructorFor({ principal }, constructor, prototype) {
  function NodeConstructor(config) {
    const { id, type, z, g, wires, _alias, _path, _flow } = config;
    const _module = copyOf(config._module, NOTHING);
    const isWithin = ownerOfFlow(_flow) !== undefined;
    // What every message needs lies together.
    const record = {
      __proto__: Nothing, node: undefined, flow: _flow, id, measures: measuresOf(type), deployment: 0, deployed: undefined, wiredTo: undefined, port: 0, lastTo: undefined, lastReader: 0, receivers: undefined,
      principal, type, z, g, alias: _alias, module: _module, path: _path, wires, facade: undefined, lastWires: undefined, rewire: undefined, prototype,
      deployedAs: isWithin ? undefined : _alias, isWithin, had: isWithin ? undefined : hadBy(_alias || id), secrets: undefined,
    };
    let own = config;
    if (_flow !== undefined) {
      record.facade = new NodeFlow(record);
      own = configurationFor(config, record);
    }
    begin(own, record);
    try {
      return nodeOf(ReflectConstruct(constructor, [own], constructor), record);
    } finally {
      end();
    }
  }
  NodeConstructor[PROTOTYPE] = prototype;
  return NodeConstructor;
}

/** Does a setting begin with the name of a type of somebody else, more closely than with that of this one? */
function isOfAnother(ctx, setting, type) {
  const prefix = (name) => ReflectApply(ctx.real.util.normaliseNodeTypeName, ctx.real.util, [name]);
  const own = prefix(type).length;
  const list = registry.getNodeList();
  for (let i = 0; i < list.length; i++) {
    const { id } = list[i];
    const types = list[i].types?.length > 0 ? list[i].types : declaredBy(id);
    for (let k = 0; k < types.length; k++) {
      const name = prefix(types[k]);
      if (name.length > own && StringPrototypeStartsWith(setting, name) && ownerOfSet(ctx, id) !== ctx.principal) return true;
    }
  }
  return false;
}

/** Throws when a type cannot have this name, and says so: no grant would allow it. */
function checkName(ctx, api, type) {
  const reason = whyNoName(type, ctx.module, type !== ctx.set && fullSet(type) !== undefined);
  if (reason !== undefined) throw refusal(ctx.principal, 'all', api, `"${type}", which is no name for a type`, undefined, reason);
}

function registerType(ctx) {
  const { nodes } = ctx.real;
  const register = boundary(nodes.registerType);
  const isRemoved = watchRemoval(ctx.module);
  const holder = {
    registerType(type, constructor, options) {
      if (typeof type !== 'string' || typeof constructor !== 'function') throw new TypeError('registerType: a type and a constructor are needed');
      if (!granted(ctx, 'registry:write', `RED.nodes.registerType("${type}")`)) return;
      checkName(ctx, 'RED.nodes.registerType()', type);
      const taken = isRemoved() ? `${ctx.module}, which was removed` : takenBy(ctx, type) ?? leftBy(ctx, type);
      if (taken !== undefined) {
        report(ctx.principal, 'all', 'RED.nodes.registerType()', `the type "${type}" of ${taken}`);
        return;
      }
      // Declarations may be accessors: nothing of the package's runs between this look at its class and core's.
      const declarations = declarationsFor(ctx, options, (setting) => isOfAnother(ctx, setting, type));
      const prototype = constructor[PROTOTYPE];
      if (util.isProxy(constructor) || extendsForeign(prototype)) throw new TypeError(`registerType: "${type}" extends a class that is not the package's`);
      const registered = constructorFor(ctx, constructor, prototype);
      ReflectApply(register, nodes, [type, registered, declarations]);
      // As `util.inherits` has it: packages list what they keep on their classes.
      const enumerable = ObjectGetOwnPropertyDescriptor(registered, 'super_')?.enumerable ?? true;
      if (registered.super_ !== undefined) ObjectDefineProperty(constructor, 'super_', { __proto__: null, value: registered.super_, writable: true, enumerable, configurable: true });
      noteType(ctx.principal, type);
    },
  };
  return take(holder.registerType);
}

/** Who has a type, when that is somebody else. */
function othersOwner(ctx, type) {
  if (registry === undefined) return undefined; // nobody has any yet
  const id = takenBy(ctx, type);
  return id === undefined ? undefined : ownerOfSet(ctx, id);
}

/** The type that a subflow will have: core takes what is no text for the text that it becomes. */
function typeOf(definition) {
  const type = definition?.meta?.type || `sf:${definition?.id}`;
  if (typeof type !== 'string') throw new TypeError('registerSubflow: the type must be text');
  return type;
}

/** Is this the name of another package, or of a type of one? */
function isNameOfAnother(ctx, name) {
  if (name !== ctx.module && !isInherited(name) && registry.getModuleList()[name] !== undefined) return true;
  const owner = othersOwner(ctx, name);
  return owner !== undefined && owner !== CORE;
}

function registerSubflow(ctx) {
  const { nodes } = ctx.real;
  const register = boundary(nodes.registerSubflow);
  const isRemoved = watchRemoval(ctx.module);
  const holder = {
    registerSubflow(definition) {
      if (!granted(ctx, 'registry:write', 'RED.nodes.registerSubflow()')) return;
      const copy = copyOf(definition, () => undefined);
      const type = typeOf(copy);
      checkName(ctx, 'RED.nodes.registerSubflow()', type);
      const taken = isRemoved() ? `${ctx.module}, which was removed` : takenBy(ctx, type) ?? leftBy(ctx, type);
      if (taken !== undefined) {
        report(ctx.principal, 'all', 'RED.nodes.registerSubflow()', `the type "${type}" of ${taken}`);
        return;
      }
      const check = () => mayContain(ctx, registry, copy, (used) => othersOwner(ctx, used));
      if (!check()) return;
      const takeBack = noteSubflow(type, check);
      try {
        ReflectApply(register, nodes, [copy]);
      } catch (error) {
        takeBack();
        throw error;
      }
      noteType(ctx.principal, type);
    },
  };
  return holder.registerSubflow;
}

module.exports = { configure, isNameOfAnother, othersOwner, registerSubflow, registerType };
