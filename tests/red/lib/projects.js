'use strict';
// A project is made, deployed to and committed, as an operator does it in the editor.
const fs = require('node:fs');
const path = require('node:path');

const PROJECT = {
  name: 'one', summary: 'a project', credentialSecret: 'only-a-test', git: {}, files: { flow: 'flows.json', credentials: 'flows_cred.json' },
};

/** @returns what the operator is told of it */
async function makeProject(nodeRed, deploy) {
  const told = [];
  const post = async (place, body) => {
    const { status, text } = await nodeRed.post(place, body);
    told.push([place, status, status < 300 ? '' : text]);
  };
  told.push((await nodeRed.get('/projects')).text);
  await post('/settings/user', { git: { user: { name: 'somebody', email: 'somebody@example.com' } } });
  await post('/projects', PROJECT);
  told.push((await nodeRed.get('/projects')).text);
  await deploy();
  told.push(Object.keys((await nodeRed.get('/projects/one/files')).json()).sort());
  await post('/projects/one/stage/flows.json');
  await post('/projects/one/commit', { message: 'committed' });
  told.push((await nodeRed.get('/projects/one/commits')).json().commits.map(({ subject, author }) => `${author}: ${subject}`));
  return told;
}

/** Files of the active project, and what says which project is active; only the operator's and one's own may be written. */
const filesOf = (userDir) => [
  ...fs.readdirSync(path.join(userDir, 'projects', 'one')).filter((name) => name !== '.git').map((name) => path.join('projects', 'one', name)), path.join('projects', 'one', '.git', 'config'),
  '.config.projects.json', '.config.users.json',
];

module.exports = { PROJECT, filesOf, makeProject };
