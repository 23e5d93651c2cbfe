'use strict';
// Imports that core seems to make, and imports of core: Node-RED's own runtime, with everything it can do.
const fileOf = (name) => globalThis[Symbol.for('nrgs.operator')].files[name];
const shown = (runtime) => (typeof (runtime.default ?? runtime).start === 'function' ? 'ESCAPED' : '');

/** Core calls `eval`, which takes its place for the place of the code. */
async function evaluated(ctx, code) {
  const { promise, done } = ctx.kit.callback();
  globalThis.escapedDone = done;
  const text = `(${code}).then((value) => globalThis.escapedDone(null, value), globalThis.escapedDone)`;
  const expression = ctx.RED.util.prepareJSONataExpression(`$escape(${JSON.stringify(text)})`, {});
  expression.registerFunction('escape', eval);
  ctx.RED.util.evaluateJSONataExpression(expression, {}, (error) => { if (error) done(error); });
  return promise;
}

module.exports = ['node-red', '@node-red/runtime'].flatMap((name) => [
  { name: `the runtime imported: ${name}`, wants: 'escaped', run: async () => shown(await import(fileOf(name))) },
  { name: `the runtime imported by what core evaluates: ${name}`, wants: 'escaped', run: async (ctx) => shown(await evaluated(ctx, `import(${JSON.stringify(fileOf(name))})`)) },
]);
