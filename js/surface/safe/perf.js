'use strict';
// `perf_hooks` and `performance`: times.

module.exports = {
  __proto__: null,
  'times; entries of others are filtered out where they are listed': `
    Performance.prototype: clearMarks clearMeasures clearResourceTimings now
    Performance.prototype: setResourceTimingBufferSize timeOrigin toJSON eventLoopUtilization markResourceTiming timerify onresourcetimingbufferfull
    Performance.prototype.nodeTiming: duration nodeStart v8Start environment loopStart loopExit bootstrapComplete idleTime uvMetricsInfo
    Performance.PerformanceNodeTiming.prototype: toJSON constructor
    Performance.PerformanceNodeTiming.prototype.@nodejs.util.inspect: custom
    Performance.PerformanceEntry.prototype: name entryType startTime duration toJSON constructor
    Performance.PerformanceEntry.prototype.@nodejs.util.inspect: custom
    Performance.prototype.@nodejs.util.inspect: custom
    PerformanceMark.prototype: detail toJSON
    PerformanceMeasure.prototype: detail toJSON
    PerformanceObserver.prototype: disconnect @kMaybeBuffer @kDispatch
    PerformanceObserver.prototype.@nodejs.util.inspect: custom
    PerformanceObserver: supportedEntryTypes
    PerformanceObserverEntryList.prototype.@nodejs.util.inspect: custom
    PerformanceResourceTiming.prototype: name startTime duration initiatorType workerStart redirectStart redirectEnd fetchStart domainLookupStart
    PerformanceResourceTiming.prototype: domainLookupEnd connectStart connectEnd secureConnectionStart nextHopProtocol requestStart responseStart responseEnd
    PerformanceResourceTiming.prototype: encodedBodySize decodedBodySize transferSize toJSON deliveryType responseStatus finalResponseHeadersStart
    PerformanceResourceTiming.prototype: firstInterimResponseStart renderBlockingStatus contentType contentEncoding
    globalThis: Performance PerformanceEntry PerformanceMark PerformanceMeasure PerformanceObserver PerformanceObserverEntryList
    globalThis: PerformanceResourceTiming
    performance.SafeMap.prototype: get set has delete clear entries forEach keys size values @iterator constructor
    performance.SafeMap: @species
  `,
  'times and own counts': `
    perf_hooks: Performance PerformanceEntry PerformanceMark PerformanceMeasure PerformanceObserver PerformanceObserverEntryList PerformanceResourceTiming
    perf_hooks: monitorEventLoopDelay createHistogram performance constants eventLoopUtilization timerify createSlidingWindowHistogram importHistogram
    perf_hooks.histogram: constructor
    perf_hooks.histogram.constructor.prototype: record recordDelta add @messaging_clone_symbol @messaging_deserialize_symbol recordCorrected subtract
    perf_hooks.Histogram.prototype: count countBigInt min minBigInt max maxBigInt mean exceeds exceedsBigInt stddev percentile percentileBigInt percentiles
    perf_hooks.Histogram.prototype: percentilesBigInt reset toJSON @messaging_clone_symbol @messaging_deserialize_symbol add countBigInt~2 exceedsBigInt~2
    perf_hooks.Histogram.prototype: minBigInt~2 maxBigInt~2 percentileBigInt~2 percentiles~2 percentilesBigInt~2 countBigInt~3 exceedsBigInt~3 minBigInt~3
    perf_hooks.Histogram.prototype: maxBigInt~3 percentileBigInt~3 percentiles~3 percentilesBigInt~3 ccdf cdf countAt ewmaMean ewmaStddev ewmaErrorRate
    perf_hooks.Histogram.prototype: burnRate ksTest welchTest mannWhitneyTest cohensD cliffsD kurtosis linearBuckets logBuckets skewness percentileCI
    perf_hooks.Histogram.prototype: percentilesAt subtract recordCorrected ksTest~2 percentilesAt~2 linearBuckets~2 logBuckets~2 welchTest~2 mannWhitneyTest~2
    perf_hooks.Histogram.prototype: cohensD~2 cliffsD~2 percentileCI~2 ksTest~3 percentilesAt~3 linearBuckets~3 logBuckets~3 welchTest~3 mannWhitneyTest~3
    perf_hooks.Histogram.prototype: cohensD~3 cliffsD~3 percentileCI~3 meanCI export qrde meanCI~2 qrde~2 export~2 meanCI~3 qrde~3 export~3 constructor
    perf_hooks.Histogram.prototype: constructor~2 constructor~3
    perf_hooks.Histogram.prototype.@nodejs.util.inspect: custom
    perf_hooks.histogram.@kHandle: record recordDelta count exceeds min max mean stddev percentile reset skewness kurtosis cdf countAt ewmaMean ewmaStddev
    perf_hooks.histogram.@kHandle: ewmaErrorRate
    perf_hooks.delay.@kHandle: count exceeds min max mean stddev percentile reset start stop skewness kurtosis cdf countAt ewmaMean ewmaStddev ewmaErrorRate
    perf_hooks.HandleWrap.prototype: close hasRef ref unref constructor
    perf_hooks.ELDHistogram.prototype: enable disable @dispose constructor
    perf_hooks.Histogram: import
  `,
};
