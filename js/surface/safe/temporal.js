'use strict';
// `Temporal`: dates.

module.exports = {
  __proto__: null,
  'the language: computes on what it is given': `
    Temporal.Now: instant timeZoneId plainDateTimeISO zonedDateTimeISO plainDateISO plainTimeISO
    Temporal: PlainDate PlainTime PlainDateTime ZonedDateTime Duration Instant PlainYearMonth PlainMonthDay
    Temporal.PlainDate.prototype: era eraYear calendarId year month monthCode day dayOfWeek dayOfYear weekOfYear yearOfWeek daysInWeek daysInMonth daysInYear
    Temporal.PlainDate.prototype: monthsInYear inLeapYear toPlainYearMonth toPlainMonthDay add subtract with withCalendar until since equals toPlainDateTime
    Temporal.PlainDate.prototype: toZonedDateTime toString toLocaleString toJSON valueOf
    Temporal.PlainDate: from compare
    Temporal.PlainTime.prototype: hour minute second millisecond microsecond nanosecond add subtract with until since round equals toLocaleString toString
    Temporal.PlainTime.prototype: toJSON valueOf
    Temporal.PlainTime: from compare
    Temporal.PlainDateTime.prototype: calendarId era eraYear year month monthCode day hour minute second millisecond microsecond nanosecond dayOfWeek dayOfYear
    Temporal.PlainDateTime.prototype: weekOfYear yearOfWeek daysInWeek daysInMonth daysInYear monthsInYear inLeapYear with withCalendar withPlainTime add
    Temporal.PlainDateTime.prototype: subtract until since round equals toLocaleString toJSON toString valueOf toZonedDateTime toPlainDate toPlainTime
    Temporal.PlainDateTime: from compare
    Temporal.ZonedDateTime.prototype: timeZoneId calendarId era eraYear year month monthCode day hour minute second millisecond microsecond nanosecond
    Temporal.ZonedDateTime.prototype: epochMilliseconds epochNanoseconds dayOfWeek dayOfYear weekOfYear yearOfWeek hoursInDay daysInWeek daysInMonth daysInYear
    Temporal.ZonedDateTime.prototype: monthsInYear inLeapYear offsetNanoseconds offset with withCalendar withPlainTime withTimeZone add subtract until since
    Temporal.ZonedDateTime.prototype: round equals toLocaleString toString toJSON valueOf startOfDay getTimeZoneTransition toInstant toPlainDate toPlainTime
    Temporal.ZonedDateTime.prototype: toPlainDateTime
    Temporal.ZonedDateTime: from compare
    Temporal.Duration.prototype: years months weeks days hours minutes seconds milliseconds microseconds nanoseconds sign blank with negated abs add subtract
    Temporal.Duration.prototype: round total toLocaleString toString toJSON valueOf
    Temporal.Duration: from compare
    Temporal.Instant.prototype: epochMilliseconds epochNanoseconds add subtract until since round equals toLocaleString toString toJSON valueOf
    Temporal.Instant.prototype: toZonedDateTimeISO
    Temporal.Instant: from fromEpochMilliseconds fromEpochNanoseconds compare
    Temporal.PlainYearMonth.prototype: calendarId era eraYear year month monthCode daysInYear daysInMonth monthsInYear inLeapYear with add subtract until since
    Temporal.PlainYearMonth.prototype: equals toLocaleString toString toJSON valueOf toPlainDate
    Temporal.PlainYearMonth: from compare
    Temporal.PlainMonthDay.prototype: calendarId monthCode day with equals toLocaleString toString toJSON valueOf toPlainDate
    Temporal.PlainMonthDay: from
  `,
};
