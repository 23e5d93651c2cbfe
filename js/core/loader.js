'use strict';
// What guards and the parts of RED ask of the module loader. It is built on them, so that it is not theirs to require: whoever puts
// Sentinel together hands these over (js/boot/arm.js).

/**
 * @type {{
 *   compartmentOf: (principal: number) => object,
 *   firstPackage: () => void,
 *   holderOf: (file: string) => number,
 *   isJudged: (file: string) => boolean,
 *   isOperators: (file: string) => boolean,
 *   isThere: (test: (principal: number) => boolean) => boolean,
 *   originalOf: (name: string) => {real: object, values: object},
 *   place: (from: object, file: string) => object,
 *   soleOwner: (file: string) => number,
 * }}
 */
const loader = {
  __proto__: null, compartmentOf: undefined, firstPackage: undefined, holderOf: undefined, isJudged: undefined, isOperators: undefined, isThere: undefined, originalOf: undefined,
  place: undefined, soleOwner: undefined,
};

/** Called once at start, before any guard is asked anything. */
function configure(given) {
  loader.compartmentOf = given.compartmentOf;
  loader.firstPackage = given.firstPackage;
  loader.holderOf = given.holderOf;
  loader.isJudged = given.isJudged;
  loader.isOperators = given.isOperators;
  loader.isThere = given.isThere;
  loader.originalOf = given.originalOf;
  loader.place = given.place;
  loader.soleOwner = given.soleOwner;
}

module.exports = { configure, loader };
