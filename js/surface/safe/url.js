'use strict';
// `url`, `querystring` and `punycode`: text.

module.exports = {
  __proto__: null,
  'computes on what it is given': `
    url: Url parse resolve resolveObject format URL URLSearchParams domainToASCII domainToUnicode pathToFileURL fileURLToPath urlToHttpOptions
    url: fileURLToPathBuffer URLPattern
    url.Url.prototype: parse format resolve resolveObject parseHost
    punycode: version ucs2 decode encode toASCII toUnicode
    punycode.ucs2: decode encode
    querystring: unescapeBuffer unescape escape stringify encode parse decode
  `,
};
