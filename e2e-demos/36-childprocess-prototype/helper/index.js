'use strict';
const { spawn } = require('child_process');

module.exports = require('./probe.js')('demo-36-childprocess-prototype-helper', {
  // a program that runs until Node-RED ends; its child object is left where anyone finds it
  run: ({ text }) => new Promise((resolve, reject) => {
    const child = spawn('cat', ['-']);
    globalThis.demo36Child = child;
    child.on('error', reject);
    child.stdout.on('data', resolve);
    child.stdin.write(text);
  }),
});
