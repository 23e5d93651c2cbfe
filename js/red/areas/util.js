'use strict';
// `RED.util`: the functions as they are. What expressions, moments and variables could reach by them is held where core loads it
// (areas/expressions.js, areas/moments.js).

const { PASS } = require('../facade');

const util = {
  __proto__: null,
  encodeObject: PASS, ensureString: PASS, ensureBuffer: PASS, cloneMessage: PASS, compareObjects: PASS, generateId: PASS, getMessageProperty: PASS,
  setMessageProperty: PASS, getObjectProperty: PASS, setObjectProperty: PASS, evaluateNodeProperty: PASS, normalisePropertyExpression: PASS,
  normaliseNodeTypeName: PASS, prepareJSONataExpression: PASS, evaluateJSONataExpression: PASS, parseContextStore: PASS, getSetting: PASS,
};

module.exports = { util };
