using PipelineKit.Schedules;
using Xunit;

namespace PipelineKit.Tests.Schedules;

public sealed class ScheduleRuleTests
{
    [Theory]
    [InlineData("", "has 0 fields, and cron has five")]
    [InlineData("* * * * * *", "has 6 fields")]
    [InlineData("60 * * * *", "`60` is not a minute of cron: write numbers from 0 to 59")]
    [InlineData("* 24 * * *", "`24` is not a hour of cron")]
    [InlineData("* * 0 * *", "`0` is not a day of the month of cron")]
    [InlineData("* * * 13 *", "numbers from 1 to 12 or JAN to DEC")]
    [InlineData("* * * * 8", "numbers from 0 to 7 or SUN to SAT")]
    [InlineData("* * * * FRI-MON", "`FRI-MON` is not a weekday of cron")]
    [InlineData("*/0 * * * *", "`*/0` is not a minute of cron")]
    [InlineData("1,, * * * *", "is not a minute of cron")]
    [InlineData("1- * * * *", "is not a minute of cron")]
    [InlineData("-1 * * * *", "is not a minute of cron")]
    [InlineData("+1 * * * *", "is not a minute of cron")]
    [InlineData("* * L * *", "is not a day of the month of cron")]
    [InlineData("* * * JANUARY *", "is not a month of cron")]
    [InlineData("* * * * 9999999999999", "is not a weekday of cron")]
    public void What_is_not_cron_is_told(string text, string problem) =>
        Assert.Contains(problem, Assert.Throws<FormatException>(() => ScheduleRule.ParseCron(text)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("FREQ=DAILY", "a recurrence begins with the first time of all")]
    [InlineData("DTSTART:20260101", "`FREQ` is one of DAILY, WEEKLY, MONTHLY, YEARLY")]
    [InlineData("DTSTART:20260101 RRULE:FREQ=HOURLY", "`FREQ` is one of")]
    [InlineData("DTSTART:20260101 RRULE:FREQ=DAILY;FREQ=DAILY", "`FREQ` is given twice")]
    [InlineData("DTSTART:20260101 RRULE:FREQ=DAILY;BYWEEKNO=2", "`BYWEEKNO=2` is not a part of a recurrence that is read here")]
    [InlineData("DTSTART:20260101 EXDATE:20260102 RRULE:FREQ=DAILY", "`EXDATE:20260102` is not a part")]
    [InlineData("DTSTART;TZID=Europe/Vienna:20260101T000000 RRULE:FREQ=DAILY", "the zone of DTSTART is that of the window")]
    [InlineData("DTSTART:20260101T000000Z RRULE:FREQ=DAILY", "`DTSTART` is a time by the wall clock")]
    [InlineData("DTSTART:20261301 RRULE:FREQ=DAILY", "`DTSTART` is written as in `20260109T180000`")]
    [InlineData("DTSTART:19690101 RRULE:FREQ=DAILY", "in the years 1970 to 2199")]
    [InlineData("DTSTART:20260101 RRULE:FREQ=DAILY;UNTIL=20270101T000000Z", "`UNTIL` is a time by the wall clock")]
    [InlineData("DTSTART:20260101 RRULE:FREQ=DAILY;UNTIL=20270101;COUNT=2", "`COUNT` and `UNTIL` are both given")]
    [InlineData("DTSTART:20260101 RRULE:FREQ=DAILY;INTERVAL=0", "`INTERVAL` is a number from 1 to 1000")]
    [InlineData("DTSTART:20260101 RRULE:FREQ=DAILY;COUNT=10001", "`COUNT` is a number from 1 to 10000")]
    [InlineData("DTSTART:20260101 RRULE:FREQ=DAILY;INTERVAL=x", "`X` is not a number")]
    [InlineData("DTSTART:20260101 RRULE:FREQ=WEEKLY;BYDAY=1MO", "`1MO` counts weekdays of a month or year")]
    [InlineData("DTSTART:20260101 RRULE:FREQ=MONTHLY;BYDAY=0MO", "`0MO` in `BYDAY` is not a weekday")]
    [InlineData("DTSTART:20260101 RRULE:FREQ=MONTHLY;BYDAY=XX", "`XX` is not a weekday")]
    [InlineData("DTSTART:20260101 RRULE:FREQ=WEEKLY;BYMONTHDAY=1", "`BYMONTHDAY` has no meaning with `FREQ=WEEKLY`")]
    [InlineData("DTSTART:20260101 RRULE:FREQ=MONTHLY;BYMONTHDAY=32", "`BYMONTHDAY` has numbers from 1 to 31, or from the end with `-`")]
    [InlineData("DTSTART:20260101 RRULE:FREQ=MONTHLY;BYMONTHDAY=0", "`BYMONTHDAY` has numbers from 1 to 31")]
    [InlineData("DTSTART:20260101 RRULE:FREQ=YEARLY;BYMONTH=-1", "`BYMONTH` has numbers from 1 to 12")]
    public void What_is_not_a_recurrence_is_told(string text, string problem) =>
        Assert.Contains(problem, Assert.Throws<FormatException>(() => ScheduleRule.ParseRecurrence(text)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("DTSTART:20260101 RRULE:FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30")]
    [InlineData("DTSTART:20260101 RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30;COUNT=10000")]
    [InlineData("DTSTART:20260101 RRULE:FREQ=YEARLY;INTERVAL=1000;BYMONTH=2;BYMONTHDAY=30;COUNT=3")]
    [InlineData("0 0 30 2 *")]
    public void A_rule_that_never_comes_true_never_begins(string text)
    {
        var rule = ScheduleRule.Parse(text);
        var now = new DateTime(2026, 6, 1, 0, 0, 0, DateTimeKind.Unspecified);

        Assert.Null(rule.After(now, now.AddYears(2)));
        Assert.Null(rule.Before(now, now.AddYears(-2)));
    }
}
