import { createRequire } from 'node:module';

export const get = (name) => createRequire(import.meta.url)(name);
