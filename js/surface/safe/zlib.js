'use strict';
// `zlib`: bytes.

module.exports = {
  __proto__: null,
  'own bytes': `
    zlib: Deflate Inflate Gzip Gunzip DeflateRaw InflateRaw Unzip BrotliCompress BrotliDecompress deflate deflateSync gzip gzipSync deflateRaw
    zlib: deflateRawSync unzip unzipSync inflate inflateSync gunzip gunzipSync inflateRaw inflateRawSync brotliCompress brotliCompressSync brotliDecompress
    zlib: brotliDecompressSync createDeflate createInflate createDeflateRaw createInflateRaw createGzip createGunzip createUnzip createBrotliCompress
    zlib: createBrotliDecompress constants codes Z_NO_FLUSH Z_PARTIAL_FLUSH Z_SYNC_FLUSH Z_FULL_FLUSH Z_FINISH Z_BLOCK Z_OK Z_STREAM_END Z_NEED_DICT Z_ERRNO
    zlib: Z_STREAM_ERROR Z_DATA_ERROR Z_MEM_ERROR Z_BUF_ERROR Z_VERSION_ERROR Z_NO_COMPRESSION Z_BEST_SPEED Z_BEST_COMPRESSION Z_DEFAULT_COMPRESSION Z_FILTERED
    zlib: Z_HUFFMAN_ONLY Z_RLE Z_FIXED Z_DEFAULT_STRATEGY ZLIB_VERNUM DEFLATE INFLATE GZIP GUNZIP DEFLATERAW INFLATERAW UNZIP Z_MIN_WINDOWBITS Z_MAX_WINDOWBITS
    zlib: Z_DEFAULT_WINDOWBITS Z_MIN_CHUNK Z_MAX_CHUNK Z_DEFAULT_CHUNK Z_MIN_MEMLEVEL Z_MAX_MEMLEVEL Z_DEFAULT_MEMLEVEL Z_MIN_LEVEL Z_MAX_LEVEL Z_DEFAULT_LEVEL
    zlib: ZstdCompress ZstdDecompress zstdCompress zstdCompressSync zstdDecompress zstdDecompressSync createZstdCompress createZstdDecompress ZSTD_DECOMPRESS
    zlib: ZSTD_COMPRESS ZSTD_e_continue ZSTD_e_flush ZSTD_e_end ZSTD_fast ZSTD_dfast ZSTD_greedy ZSTD_lazy ZSTD_lazy2 ZSTD_btlazy2 ZSTD_btopt ZSTD_btultra
    zlib: ZSTD_btultra2 ZSTD_c_compressionLevel ZSTD_c_windowLog ZSTD_c_hashLog ZSTD_c_chainLog ZSTD_c_searchLog ZSTD_c_minMatch ZSTD_c_targetLength
    zlib: ZSTD_c_strategy ZSTD_c_enableLongDistanceMatching ZSTD_c_ldmHashLog ZSTD_c_ldmMinMatch ZSTD_c_ldmBucketSizeLog ZSTD_c_ldmHashRateLog
    zlib: ZSTD_c_contentSizeFlag ZSTD_c_checksumFlag ZSTD_c_dictIDFlag ZSTD_c_nbWorkers ZSTD_c_jobSize ZSTD_c_overlapLog ZSTD_d_windowLogMax
    zlib: ZSTD_CLEVEL_DEFAULT ZSTD_error_no_error ZSTD_error_GENERIC ZSTD_error_prefix_unknown ZSTD_error_version_unsupported
    zlib: ZSTD_error_frameParameter_unsupported ZSTD_error_frameParameter_windowTooLarge ZSTD_error_corruption_detected ZSTD_error_checksum_wrong
    zlib: ZSTD_error_literals_headerWrong ZSTD_error_dictionary_corrupted ZSTD_error_dictionary_wrong ZSTD_error_dictionaryCreation_failed
    zlib: ZSTD_error_parameter_unsupported ZSTD_error_parameter_combination_unsupported ZSTD_error_parameter_outOfBound ZSTD_error_tableLog_tooLarge
    zlib: ZSTD_error_maxSymbolValue_tooLarge ZSTD_error_maxSymbolValue_tooSmall ZSTD_error_stabilityCondition_notRespected ZSTD_error_stage_wrong
    zlib: ZSTD_error_init_missing ZSTD_error_memory_allocation ZSTD_error_workSpace_tooSmall ZSTD_error_dstSize_tooSmall ZSTD_error_srcSize_wrong
    zlib: ZSTD_error_dstBuffer_null ZSTD_error_noForwardProgress_destFull ZSTD_error_noForwardProgress_inputEmpty ZipEntry ZipBuffer createZipArchive
    zlib: createZipArchiveSync getMaxZipContentSize
    zlib.Zlib.prototype: params constructor
    zlib.ZlibBase.prototype: _closed bytesRead reset _flush _final flush close _destroy _transform _processChunk constructor
    handle.Zlib: write writeSync close init params reset constructor jsref
    handle.BrotliEncoder: write writeSync close init params reset constructor
    handle.BrotliDecoder: write writeSync close init params reset constructor
    handle.ZstdCompress: write writeSync close init params reset constructor
    handle.ZstdDecompress: write writeSync close init params reset constructor
    zlib.ZipEntry.prototype: compressed rawContent method flags crc32 name nameBuffer comment size compressedSize modified mode isSymlink isFile isDirectory
    zlib.ZipEntry.prototype: content contentSync contentIterator @iterator @asyncIterator @dispose @asyncDispose @kFinalize @kPromote constructor
    zlib.ZipEntry: read create createSync createStream createSymlink read~2 create~2 createSync~2 createStream~2 createSymlink~2 @hasInstance
    zlib.ZipFile.prototype: writable comment has get getSync stream addEntry add addEntrySync addSync delete deleteSync compact compactSync keys values
    zlib.ZipFile.prototype: valuesSync entries entriesSync size forEach forEachSync close closeSync @asyncIterator @iterator @toStringTag @asyncDispose
    zlib.ZipFile.prototype: @dispose
    zlib.ZipFile: open openSync open~2 openSync~2 @hasInstance
    zlib.ZipBuffer.prototype: writable comment has get addEntry add addSync delete clear keys values entries size forEach toBuffer toBufferSync @iterator
    zlib.ZipBuffer.prototype: @toStringTag @dispose constructor
    zlib.ZipBuffer: @hasInstance
    zlib.Brotli.prototype: constructor
    zlib.Zstd.prototype: constructor
  `,
};
