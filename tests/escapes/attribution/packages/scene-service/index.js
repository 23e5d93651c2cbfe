'use strict';
// May read the folder, and offers others less than that.
const fs = require('fs');
const path = require('path');

module.exports = require('./probe.js')('scene-service', {});
module.exports.readNamed = (file) => fs.readFileSync(path.join(path.dirname(file), 'secret.txt'), 'utf8');
module.exports.readNamedLater = async (file) => { await null; return fs.promises.readFile(path.join(path.dirname(file), 'secret.txt'), 'utf8'); };
