import { child_process as childProcess, fs } from './static.mjs';

export * from 'node:fs';
export const builtins = { fs, child_process: childProcess };
