'use strict';
// settings.js of a corpus run. It is the operator's file, so what it answers is not a package's doing:
//   /corpus-types?type=a&type=b   which of these node types have a constructor
//   /corpus-memory                memory after a full collection
//   /corpus-scripts               how often each file is in the process, and the size of its text
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
    response.json(process.memoryUsage());
  } else if (request.path === '/corpus-scripts') {
    const { Session } = require('inspector');
    const session = new Session();
    const scripts = {};
    session.on('Debugger.scriptParsed', ({ params: { url, length } }) => {
      const file = url.replace('file://', '');
      if (!file.startsWith('/')) return;
      scripts[file] ??= { count: 0, bytes: length };
      scripts[file].count += 1;
    });
    session.connect();
    session.post('Debugger.enable', () => {
      session.disconnect();
      response.json(scripts);
    });
  } else next();
};
module.exports = settings;
`;
}

module.exports = { settingsText };
