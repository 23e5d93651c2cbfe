'use strict';
/**
 * `npm run deny`: all that deny.toml says, by cargo-deny, known vulnerabilities and yanked crates included; for releases. It is built into
 * .work where the machine has none, which takes minutes. `npm test` asks it for all that needs no network where it is there.
 */
const { find, TOOLS, VERSION } = require('./lib/cargo-deny');
const { run } = require('./lib/run');

async function build() {
  console.log(`building cargo-deny ${VERSION} …`);
  const args = ['install', 'cargo-deny', '--version', VERSION, '--locked', '--debug', '--root', TOOLS];
  const { code, output } = await run('cargo', args, { quiet: true, env: { CARGO_PROFILE_DEV_DEBUG: '0' } });
  if (code !== 0) throw new Error(output);
  return find();
}

async function main() {
  const [file, ...args] = find() ?? await build();
  const { code } = await run(file, [...args, '--log-level=error', 'check']);
  process.exitCode = code === 0 ? 0 : 1;
}

main().catch((error) => {
  console.error(`deny: ${error.message}`);
  process.exitCode = 1;
});
