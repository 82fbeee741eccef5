using PipelineKit.Templating.Tests.Values;
using Xunit;

namespace PipelineKit.Templating.Tests.Builtins;

public sealed class TimeSpanBuiltinsTests
{
    [Theory]
    [InlineData("(timespan.from_days 5).days", "5")]
    [InlineData("(timespan.from_hours 30).hours", "6")]
    [InlineData("(timespan.from_hours 36).total_days", "1.5")]
    [InlineData("(timespan.from_minutes 90).total_hours", "1.5")]
    [InlineData("(timespan.from_seconds 1.5).total_milliseconds", "1500")]
    [InlineData("(timespan.from_milliseconds 5).milliseconds", "5")]
    [InlineData("timespan.zero", "00:00:00")]
    [InlineData("(timespan.parse '1.02:03:04').hours", "2")]
    [InlineData("timespan.parse '00:00:01.5'", "00:00:01.5000000")]
    [InlineData("timespan.zero == timespan.from_days 0", "true")]
    [InlineData("date.parse('2016/01/05') + timespan.from_days(1.5) | date.to_string '%F %T'", "2016-01-06 12:00:00")]
    [InlineData("(date.parse('2016/01/06') - date.parse('2016/01/05')).total_hours", "24")]
    public void Lengths_of_time(string expression, string expected) => Assert.Equal(expected, Try.Value(expression));

    [Theory]
    [InlineData("timespan.parse 'x'", "String 'x' was not recognized as a valid TimeSpan.")]
    [InlineData("timespan.from_days 1e20", "TimeSpan overflowed because the duration is too long.")]
    [InlineData("timespan.from_days 'x'", "Unable to convert type `string` to `double`")]
    [InlineData("date.parse('2016/01/05') + timespan.from_days(9000000)", "")]
    [InlineData("date.parse('2016/01/05') - timespan.zero", "The operator `Subtract` is not supported for between <DateTime> and <TimeSpan>")]
    [InlineData("date.parse('2016/01/05') + date.parse('2016/01/05')", "The operator `Add` is not supported for DateTime")]
    public void Refusals(string expression, string message) => Assert.Contains(" : error : " + message, Try.Value(expression), StringComparison.Ordinal);
}
