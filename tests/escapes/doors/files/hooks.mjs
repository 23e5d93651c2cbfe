import { writeFileSync } from 'node:fs';

export const initialize = (marker) => writeFileSync(marker, 'a hook ran');
