'use strict';
exports.handle = (text) => { globalThis.sceneCaptured = text; return text; };
