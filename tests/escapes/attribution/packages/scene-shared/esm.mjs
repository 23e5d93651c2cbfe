import fs from 'node:fs';

export const read = (path) => fs.readFileSync(path, 'utf8');
export const readLater = async (path) => {
  await new Promise((resolve) => { setTimeout(resolve, 2); });
  return fs.promises.readFile(path, 'utf8');
};
