using System.Globalization;
using PipelineKit.Schedules;
using Xunit;

namespace PipelineKit.Tests.Schedules;

public sealed class FreezeCalendarTests
{
    private const string Vienna = "Europe/Vienna";

    [Theory]
    // A weekend: Friday 18:00 to Monday 8:00.
    [InlineData("0 18 * * FRI", 62, "2026-03-06T16:59Z", true, "2026-03-06T17:00Z")]
    [InlineData("0 18 * * FRI", 62, "2026-03-06T17:00Z", false, "2026-03-09T07:00Z")]
    [InlineData("0 18 * * FRI", 62, "2026-03-09T06:59Z", false, "2026-03-09T07:00Z")]
    [InlineData("0 18 * * FRI", 62, "2026-03-09T07:00Z", true, "2026-03-13T17:00Z")]
    // The weekend the clock goes forward is an hour shorter, the one it goes back an hour longer.
    [InlineData("0 18 * * FRI", 62, "2026-03-27T17:00Z", false, "2026-03-30T06:00Z")]
    [InlineData("0 18 * * FRI", 62, "2026-10-23T16:00Z", false, "2026-10-26T07:00Z")]
    // 2:30 is not there on 29 March: what begins then is there from 3:00.
    [InlineData("30 2 * * *", 1, "2026-03-29T00:59Z", true, "2026-03-29T01:00Z")]
    [InlineData("30 2 * * *", 1, "2026-03-29T01:00Z", false, "2026-03-29T01:30Z")]
    // 2:00 to 3:00 is there twice on 25 October.
    [InlineData("0 2 * * *", 1, "2026-10-24T23:59Z", true, "2026-10-25T00:00Z")]
    [InlineData("0 2 * * *", 1, "2026-10-25T00:30Z", false, "2026-10-25T02:00Z")]
    // Rules of RFC 5545: the last Friday of a month, the first of every second month, yearly from the 20th of December.
    [InlineData("DTSTART:20260101T120000 RRULE:FREQ=MONTHLY;BYDAY=-1FR", 12, "2026-05-29T10:00Z", false, "2026-05-29T22:00Z")]
    [InlineData("DTSTART:20260101T000000 RRULE:FREQ=MONTHLY;INTERVAL=2", 24, "2026-02-01T12:00Z", true, "2026-02-28T23:00Z")]
    [InlineData("DTSTART=20251220;FREQ=YEARLY", 408, "2027-01-05T22:59Z", false, "2027-01-05T23:00Z")]
    [InlineData("DTSTART:20260302T090000\nRRULE:FREQ=WEEKLY;COUNT=2", 1, "2026-03-09T09:00Z", true, null)]
    [InlineData("DTSTART:20260302T090000 RRULE:FREQ=DAILY;UNTIL=20260304", 1, "2026-03-04T08:30Z", false, "2026-03-04T09:00Z")]
    [InlineData("DTSTART:20260101 RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", 24, "2026-02-28T23:30Z", true, "2028-02-28T23:00Z")]
    public void A_denying_window_is_there_by_the_wall_clock(string rule, int hours, string at, bool isOpen, string? until)
    {
        var window = new ChangeWindow("w", IsDeny: true, rule, TimeSpan.FromHours(hours), Vienna);

        Assert.Equal(new FreezeVerdict(isOpen, isOpen ? null : window, until is null ? null : Time(until)), new FreezeCalendar([window]).At(Time(at)));
    }

    [Theory]
    [InlineData("2026-03-06T07:30Z", false, "work", "2026-03-06T08:00Z")]
    [InlineData("2026-03-06T09:00Z", true, "work", "2026-03-06T11:00Z")]
    [InlineData("2026-03-06T11:00Z", false, "lunch", "2026-03-06T12:00Z")]
    [InlineData("2026-03-06T16:30Z", false, "work", "2026-03-09T08:00Z")]
    public void A_denying_window_wins_and_outside_of_allowing_ones_nothing_goes(string at, bool isOpen, string window, string until)
    {
        var calendar = new FreezeCalendar(
        [
            new ChangeWindow("work", IsDeny: false, "0 9 * * MON-FRI", TimeSpan.FromHours(8), Vienna),
            new ChangeWindow("lunch", IsDeny: true, "0 12 * * *", TimeSpan.FromHours(1), Vienna),
        ]);

        var verdict = calendar.At(Time(at));

        Assert.Equal((isOpen, window, Time(until)), (verdict.IsOpen, verdict.Window?.Name, verdict.Until));
    }

    [Fact]
    public void Without_windows_changes_are_always_allowed() => Assert.Equal(new FreezeVerdict(IsOpen: true, Window: null, Until: null), new FreezeCalendar([]).At(Time("2026-03-06T07:30Z")));

    [Theory]
    [InlineData("* * * * *", 1)]
    [InlineData("0 0 * * *", 24)]
    [InlineData("DTSTART:20200101 RRULE:FREQ=DAILY", 8784)]
    public void A_window_that_never_ends_has_no_end(string rule, int hours)
    {
        var verdict = new FreezeCalendar([new ChangeWindow("always", IsDeny: true, rule, TimeSpan.FromHours(hours), Vienna)]).At(Time("2026-03-06T07:30Z"));

        Assert.Equal((false, null), (verdict.IsOpen, verdict.Until));
    }

    [Fact]
    public void A_zone_without_the_hour_of_a_window_does_not_have_it_that_day()
    {
        var calendar = new FreezeCalendar([new ChangeWindow("gap", IsDeny: true, "10 2 * * *", TimeSpan.FromMinutes(20), Vienna)]);

        Assert.Equal(Time("2026-03-30T00:10Z"), calendar.At(Time("2026-03-28T12:00Z")).Until);
    }

    private static DateTimeOffset Time(string text) => DateTimeOffset.ParseExact(text, "yyyy-MM-dd'T'HH:mm'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
