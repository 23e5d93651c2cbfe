'use strict';
// settings.js of a corpus run. It is the operator's file, so what it answers is not a package's doing:
//   /corpus-types?type=a&type=b   which of these node types have a constructor
//   /corpus-memory                memory after a full collection
const SETTINGS = {
  uiHost: '127.0.0.1',
  flowFile: 'flows.json',
  credentialSecret: 'only-a-test',
  lang: 'en-US',
  telemetry: { enabled: false, updateNotification: false },
  editorTheme: { tours: false, theme: 'dracula' },
};

/** The text of settings.js. */
function settingsText() {
  return `'use strict';
require('v8').setFlagsFromString('--expose-gc');
const gc = require('vm').runInNewContext('gc');
const settings = ${JSON.stringify(SETTINGS, null, 2)};
settings.httpAdminMiddleware = (request, response, next) => {
  if (request.path === '/corpus-types') {
    const registry = require.main.require('@node-red/registry');
    const types = [].concat(request.query.type);
    response.json(types.filter((type) => registry.get(type)));
  } else if (request.path === '/corpus-memory') {
    gc();
    gc();
    response.json({ ...process.memoryUsage(), modules: Object.keys(require.cache).length });
  } else next();
};
module.exports = settings;
`;
}

module.exports = { settingsText };
