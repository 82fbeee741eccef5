using System.Globalization;
using Xunit;

namespace PipelineKit.Evidence.Tests;

public sealed class InstantsTests
{
    [Theory]
    [InlineData("2024-02-29T23:59:58Z", "2024-02-29T23:59:58.0000000Z")]
    [InlineData("2021-08-25T12:20:30.000000005Z", "2021-08-25T12:20:30.0000000Z")]
    [InlineData("2021-08-25T12:20:30.123456789+02:00", "2021-08-25T10:20:30.1234567Z")]
    [InlineData("2021-08-25t12:20:30-0530", "2021-08-25T17:50:30.0000000Z")]
    [InlineData("2021-08-25 12:20:30", "2021-08-25T12:20:30.0000000Z")]
    [InlineData("2016-12-31T23:59:60Z", "2016-12-31T23:59:59.0000000Z")]
    [InlineData("2021-08-25", "2021-08-25T00:00:00.0000000Z")]
    [InlineData("", null)]
    [InlineData("0001-01-01T00:00:00Z", null)]
    public void Times_of_reports_are_read(string text, string? expected)
    {
        Assert.True(Instants.TryParse(System.Text.Encoding.UTF8.GetBytes(text), out var instant));
        Assert.Equal(expected, instant?.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("yesterday")]
    [InlineData("2023-02-29")]
    [InlineData("2023-13-01T00:00:00Z")]
    [InlineData("2023-01-01T24:00:00Z")]
    [InlineData("2023-01-01T00:00:00.Z")]
    [InlineData("2023-01-01T00:00:00+25:00")]
    [InlineData("2023-01-01T00:00:00Zx")]
    [InlineData("2023-01-01T00:00")]
    [InlineData("9999-12-31T23:59:59-14:00")]
    [InlineData("+023-01-01")]
    [InlineData("２０２３-01-01")]
    public void What_is_no_time_is_not_taken_for_one(string text) => Assert.False(Instants.TryParse(System.Text.Encoding.UTF8.GetBytes(text), out _));
}
