'use strict';
// NRG_SENTINEL_ALLOW_ESM: packages (names with commas between, `*` for all) whose ES modules do not load otherwise. For them
// imports of packages they do not declare pass. Their calls are judged as ever. Said at every start [I8].

const { SafeSet } = require('../boot/primordials');
const { env } = require('../boot/builtins');
const { splitText } = require('../core/lists');

const NAME = 'NRG_SENTINEL_ALLOW_ESM';
const names = new SafeSet();
const list = env[NAME] === undefined || env[NAME] === '' ? [] : splitText(env[NAME], ',');
for (let i = 0; i < list.length; i++) names.add(list[i] === '1' || list[i] === 'true' ? '*' : list[i]);

const isRelaxed = (packageName) => names.size > 0 && (names.has('*') || names.has(packageName));

module.exports = { isRelaxed };
