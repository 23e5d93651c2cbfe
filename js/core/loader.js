'use strict';
// What guards and the parts of RED ask of the module loader. It is built on them, so that it is not theirs to require: whoever puts
// Sentinel together hands these over (js/boot/arm.js).

/**
 * @type {{
 *   compartmentOf: (principal: number) => object,
 *   firstPackage: () => void,
 *   isJudged: (file: string) => boolean,
 *   originalOf: (name: string) => {real: object, values: object},
 * }}
 */
const loader = { __proto__: null, compartmentOf: undefined, firstPackage: undefined, isJudged: undefined, originalOf: undefined };

/** Called once at start, before any guard is asked anything. */
function configure({ compartmentOf, firstPackage, isJudged, originalOf }) {
  loader.compartmentOf = compartmentOf;
  loader.firstPackage = firstPackage;
  loader.isJudged = isJudged;
  loader.originalOf = originalOf;
}

module.exports = { configure, loader };
