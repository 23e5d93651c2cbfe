import * as childProcess from 'node:child_process';
import * as fs from 'node:fs';

export { childProcess as child_process, fs };
