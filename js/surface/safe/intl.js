'use strict';
// `Intl`: languages and regions.

module.exports = {
  __proto__: null,
  'the language: computes on what it is given': `
    Intl: getCanonicalLocales supportedValuesOf DateTimeFormat NumberFormat Collator PluralRules RelativeTimeFormat ListFormat Locale DisplayNames Segmenter
    Intl: DurationFormat
    Intl.DateTimeFormat.prototype: resolvedOptions formatToParts format formatRange formatRangeToParts
    Intl.DateTimeFormat: supportedLocalesOf
    Intl.NumberFormat.prototype: resolvedOptions formatToParts format formatRange formatRangeToParts
    Intl.NumberFormat: supportedLocalesOf
    Intl.Collator.prototype: resolvedOptions compare
    Intl.Collator: supportedLocalesOf
    Intl.PluralRules.prototype: resolvedOptions select selectRange
    Intl.PluralRules: supportedLocalesOf
    Intl.RelativeTimeFormat.prototype: resolvedOptions format formatToParts
    Intl.RelativeTimeFormat: supportedLocalesOf
    Intl.ListFormat.prototype: resolvedOptions format formatToParts
    Intl.ListFormat: supportedLocalesOf
    Intl.Locale.prototype: toString maximize minimize language script region baseName calendar caseFirst collation hourCycle numeric numberingSystem calendars
    Intl.Locale.prototype: collations hourCycles numberingSystems textInfo timeZones weekInfo firstDayOfWeek getCalendars getCollations getHourCycles
    Intl.Locale.prototype: getNumberingSystems getTimeZones getTextInfo getWeekInfo
    Intl.DisplayNames.prototype: resolvedOptions of
    Intl.DisplayNames: supportedLocalesOf
    Intl.Segmenter.prototype: resolvedOptions segment
    Intl.Segmenter: supportedLocalesOf
    Intl.DurationFormat.prototype: resolvedOptions format formatToParts
    Intl.DurationFormat: supportedLocalesOf
  `,
};
