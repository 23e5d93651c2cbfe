// Lints as law. The code that runs in the process of a hostile package depends on nothing that package can change:
// see eslint-rules/ for what that means and why.
import js from '@eslint/js';
import sentinel from './eslint-rules/index.js';

/** Everything that runs guarded. js/cli runs in a process of its own, js/plugin decides nothing. */
const HARDENED = ['js/{boot,core,loader,guards,realm,red}/**/*.{js,mjs,cjs}', 'js/surface/refuse.js'];

const nodeGlobals = Object.fromEntries(
  Object.getOwnPropertyNames(globalThis).concat('__dirname', '__filename').map((name) => [name, 'readonly']),
);

export default [
  { ignores: ['node_modules/', 'target/', 'native/', '.work/', 'coverage/', 'js/generated/', 'js/preload.js', 'index.d.ts'] },
  {
    ...js.configs.recommended,
    files: ['**/*.{js,mjs,cjs}'],
    linterOptions: { reportUnusedDisableDirectives: 'error' },
  },
  {
    files: ['**/*.{js,cjs}'],
    languageOptions: { ecmaVersion: 2024, sourceType: 'commonjs', globals: nodeGlobals },
  },
  {
    files: ['**/*.mjs'],
    languageOptions: { ecmaVersion: 2024, sourceType: 'module', globals: nodeGlobals },
  },
  {
    files: ['**/*.{js,mjs,cjs}'],
    rules: {
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-trailing-spaces': 'error',
      'no-unused-vars': ['error', { args: 'after-used', argsIgnorePattern: '^_', caughtErrors: 'none' }],
      'no-var': 'error',
      'prefer-const': 'error',
    },
  },
  {
    files: ['js/**/*.{js,mjs,cjs}'],
    rules: { 'max-lines': ['error', 300], strict: ['error', 'global'] },
  },
  {
    files: ['js/**/*.mjs'],
    rules: { strict: 'off' },
  },
  {
    files: HARDENED,
    plugins: { sentinel },
    rules: {
      'sentinel/no-live-globals': 'error',
      'sentinel/no-polymorphic-call': 'error',
      'sentinel/no-reentrant-primordial': 'error',
    },
  },
  {
    // The one file that reads globals, prototypes and Node's modules, before anyone else has run.
    files: ['js/boot/captured.js'],
    rules: { 'sentinel/no-live-globals': 'off', 'sentinel/no-polymorphic-call': 'off', 'sentinel/no-reentrant-primordial': 'off' },
  },
  {
    // Puts `part('captured')` in place of that file: scripts/preload.js.
    files: ['js/boot/first.js'],
    languageOptions: { globals: { part: 'readonly' } },
    rules: { 'sentinel/no-live-globals': ['error', { allow: ['part'] }] },
  },
  {
    // Attacks are written as an attacker writes them.
    files: ['examples/**', 'e2e-demos/**', 'tests/**'],
    rules: { strict: 'off', 'no-unused-vars': 'off', 'no-empty': 'off', 'no-var': 'off', 'no-eval': 'off' },
  },
];
