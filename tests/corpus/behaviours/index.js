'use strict';
// Every behaviour of the palette that is checked: what is deployed and which effect is looked for.
//   name     also the name of its flow and, where it has one, of its endpoint /corpus/<name>
//   package  the palette package that brings the effect about
//   also     another palette package that takes part and needs its own grant
//   needs    the capabilities without which this effect does not come about
//   nodes    the nodes to deploy, given the context of the run
//   check    looks for the effect; rejects when it is not there
module.exports = [
  ...require('./data.js'),
  ...require('./files.js'),
  ...require('./network.js'),
  ...require('./web.js'),
];
