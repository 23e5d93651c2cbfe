'use strict';
// `fs`: what is left beside the guards: objects made by a judged call.

module.exports = {
  __proto__: null,
  'a file that was judged when it was opened': `
    fs.exists.@nodejs.util.promisify: custom
    fs: lchmod lchmodSync Dirent Stats _toUnixTimestamp F_OK R_OK W_OK X_OK constants promises
    fs.realpath: native
    fs.realpathSync: native
    fs.Dirent.prototype: isDirectory isFile isBlockDevice isCharacterDevice isSymbolicLink isFIFO isSocket
    fs.Stats.prototype: isFile _checkModeProperty constructor atime mtime ctime birthtime atimeInstant mtimeInstant ctimeInstant birthtimeInstant
    fs.StatsBase.prototype: isDirectory isFile isBlockDevice isCharacterDevice isSymbolicLink isFIFO isSocket constructor
    fs.Dir.prototype: path read readSync close closeSync entries @kDirReadImpl @asyncIterator @dispose @asyncDispose
    fs/promises.opendir.@nodejs.util.promisify: custom
    fs/promises: constants
    fs.Dir.prototype.@nodejs: dispose asyncDispose
    fs.ReadStream.prototype: autoClose open _construct _read _destroy close pending
    fs.ReadStream.prototype.open.prototype: constructor
    fs.WriteStream.prototype: autoClose open _construct _write _writev _destroy close destroySoon pending
    fs.WriteStream.prototype.open.prototype: constructor
    fs.Utf8Stream.prototype: write flush flushSync reopen end destroy mode file fd minLength maxLength writing sync fsync append periodicFlush contentMode
    fs.Utf8Stream.prototype: mkdir @dispose
  `,
  'stands behind an object that was judged when it was made': `
    handle.StatWatcher: constructor
    handle.FileHandle: close releaseFD fd _externalStream bytesRead bytesWritten readStart readStop shutdown useUserBuffer writev writeBuffer writeAsciiString
    handle.FileHandle: writeUtf8String writeUcs2String writeLatin1String constructor onread closeSync
    handle.FSEvent: initialized start constructor owner
    handle.CpDirJob: run constructor
    handle.ReadFileJob: run constructor
    handle.WriteFileJob: run constructor
    handle.FSReqCallback: cancel constructor
  `,
};
