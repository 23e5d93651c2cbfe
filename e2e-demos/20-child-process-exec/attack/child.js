'use strict';
require('fs').writeFileSync(process.argv[2], 'a child ran');
