'use strict';
// `crypto` and Web Crypto: computation with keys one has.

module.exports = {
  __proto__: null,
  'computes with the keys it is given': `
    globalThis: Crypto CryptoKey SubtleCrypto
    Crypto.prototype: subtle getRandomValues randomUUID constructor
    CryptoKey.prototype: type extractable algorithm usages
    CryptoKey.prototype.@nodejs.util.inspect: custom
    SubtleCrypto.prototype: encrypt decrypt sign verify digest generateKey deriveKey deriveBits importKey exportKey wrapKey unwrapKey getPublicKey
    SubtleCrypto.prototype: encapsulateBits encapsulateKey decapsulateBits decapsulateKey
    crypto: prng pseudoRandomBytes rng
    crypto: checkPrime checkPrimeSync createCipheriv createDecipheriv createDiffieHellman createDiffieHellmanGroup createECDH createHash createHmac
    crypto: createPrivateKey createPublicKey createSecretKey createSign createVerify diffieHellman generatePrime generatePrimeSync getCiphers getCipherInfo
    crypto: getCurves getDiffieHellman getHashes hkdf hkdfSync pbkdf2 pbkdf2Sync generateKeyPair generateKeyPairSync generateKey generateKeySync privateDecrypt
    crypto: privateEncrypt publicDecrypt publicEncrypt randomBytes randomFill randomFillSync randomInt randomUUID scrypt scryptSync sign timingSafeEqual
    crypto: getFips verify hash Certificate Cipher Cipheriv Decipher Decipheriv DiffieHellman DiffieHellmanGroup ECDH Hash Hmac KeyObject Sign Verify
    crypto: X509Certificate secureHeapUsed createCipher createDecipher fips constants webcrypto subtle getRandomValues argon2 argon2Sync randomUUIDv7
    crypto: encapsulate decapsulate createMac getMacs parsePKCS12
    crypto.Certificate.prototype: verifySpkac exportPublicKey exportChallenge
    crypto.Certificate: exportChallenge exportPublicKey verifySpkac
    crypto.Cipher.prototype: _transform _flush update final setAutoPadding getAuthTag setAAD
    crypto.LazyTransform.prototype: _readableState _writableState constructor
    crypto.Cipheriv.prototype: _transform _flush update final setAutoPadding getAuthTag setAAD
    crypto.Decipher.prototype: _transform _flush update final setAutoPadding setAuthTag setAAD
    crypto.Decipheriv.prototype: _transform _flush update final setAutoPadding setAuthTag setAAD
    crypto.DiffieHellman.prototype: generateKeys computeSecret getPrime getGenerator getPublicKey getPrivateKey setPublicKey setPrivateKey
    crypto.DiffieHellmanGroup.prototype: generateKeys computeSecret getPrime getGenerator getPublicKey getPrivateKey
    crypto.ECDH.prototype: computeSecret setPrivateKey setPublicKey getPrivateKey generateKeys getPublicKey
    crypto.ECDH: convertKey
    crypto.Hash.prototype: copy _transform _flush update digest constructor
    crypto.Hmac.prototype: update digest _flush _transform constructor
    crypto.KeyObject.prototype: type equals toCryptoKey
    crypto.KeyObject.prototype.__proto__: constructor
    crypto.KeyObject: from
    crypto.Sign.prototype: _write update sign
    crypto.Verify.prototype: _write update verify
    crypto.X509Certificate.prototype: subject subjectAltName issuer issuerCertificate infoAccess validFrom validTo fingerprint fingerprint256 fingerprint512
    crypto.X509Certificate.prototype: keyUsage serialNumber raw publicKey toString toJSON ca checkHost checkEmail checkIP checkIssued checkPrivateKey verify
    crypto.X509Certificate.prototype: toLegacyObject @messaging_clone_symbol @messaging_deserialize_symbol validFromDate validToDate signatureAlgorithm
    crypto.X509Certificate.prototype: signatureAlgorithmOid
    crypto.X509Certificate.prototype.@nodejs.util.inspect: custom
    crypto.createCipher.prototype: constructor
    crypto.createDecipher.prototype: constructor
    crypto.secret.@kHandle.__proto__: init getSymmetricKeySize getAsymmetricKeyType checkEcKeyData export exportJwk initECRaw initEDRaw initJwk keyDetail
    crypto.secret.@kHandle.__proto__: equals constructor
    crypto.SecretKeyObject.prototype: symmetricKeySize export toCryptoKey constructor
    SubtleCrypto: supports
  `,
};
