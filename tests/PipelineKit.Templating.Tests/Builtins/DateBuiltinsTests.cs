using PipelineKit.Templating.Tests.Values;
using Xunit;

namespace PipelineKit.Templating.Tests.Builtins;

public sealed class DateBuiltinsTests
{
    private static readonly TemplateRenderOptions Clock = Try.Manifest with { Clock = new FixedClock(new DateTimeOffset(2024, 5, 6, 7, 8, 9, 10, TimeSpan.Zero)) };

    [Theory]
    [InlineData("%a %A %b %B %h", "Mon Monday May May May")]
    [InlineData("%c", "Mon May 06 07:08:09 2024")]
    [InlineData("%C %d %D %e", "20 06 05/06/24  6")]
    [InlineData("%F %H %I %k %l", "2024-05-06 07 07  7  7")]
    [InlineData("%j %L %m %M %N", "127 010 05 08 010000000")]
    [InlineData("a%nb%tc%%", "a\nb\tc%")]
    [InlineData("%p %P %r %R", "AM am 07:08:09 AM 07:08")]
    [InlineData("%s", "1714979289")]
    [InlineData("%S %T %u %w", "09 07:08:09 1 1")]
    [InlineData("%U %W %V", "19 19 19")]
    [InlineData("%v", " 6-MAY-2024")]
    [InlineData("%x %X", "05/06/2024 07:08:09")]
    [InlineData("%y %Y %Z", "24 2024 +00:00")]
    [InlineData("%g%B", "May")]
    [InlineData("%g", " 06 May 2024")]
    [InlineData("%q %", "%q %")]
    public void Every_letter_of_a_pattern(string pattern, string expected) =>
        Assert.Equal(expected, Try.Value($"date.now | date.to_string '{pattern}'", Clock));

    [Theory]
    [InlineData("date.parse '2016/01/05' | date.add_days 1", "06 Jan 2016")]
    [InlineData("date.parse '2016/01/31' | date.add_months 1", "29 Feb 2016")]
    [InlineData("date.parse '2016/02/29' | date.add_years 1", "28 Feb 2017")]
    [InlineData("date.parse '2016/01/05' | date.add_hours 1.5 | date.to_string '%T'", "01:30:00")]
    [InlineData("date.parse '2016/01/05' | date.add_minutes (-1) | date.to_string '%F %T'", "2016-01-04 23:59:00")]
    [InlineData("date.parse '2016/01/05' | date.add_seconds 5 | date.to_string '%T'", "00:00:05")]
    [InlineData("date.parse '2016/01/05' | date.add_milliseconds 5 | date.to_string '%L'", "005")]
    [InlineData("date.parse '2018--06--17' '%Y--%m--%d'", "17 Jun 2018")]
    [InlineData("date.parse '2021/11/30 09:50:23Z'", "30 Nov 2021")]
    [InlineData("date.parse '20/01/2022 08:32:48 +00:00' culture:'en-GB'", "20 Jan 2022")]
    [InlineData("date.parse '2022-01-20T08:00:00+02:00' | date.to_string '%F %T'", "2022-01-20 06:00:00")]
    [InlineData("date.parse '2022-01-20T08:00:00-05:00' | date.to_string '%F %T'", "2022-01-20 13:00:00")]
    [InlineData("date.parse '5 janvier 2016' '%e %B %Y' 'fr-FR' | date.to_string '%F'", "2016-01-05")]
    [InlineData("date.parse null", "")]
    [InlineData("(null | date.parse_to_string) == null", "true")]
    [InlineData("date.parse_to_string '2016/01/05' '%Y--%m--%d'", "2016--01--05")]
    [InlineData("'03 14, 2016' | date.parse_to_string '%b %d, %y' input_pattern: '%m %d, %Y'", "Mar 14, 16")]
    [InlineData("'03/01/2025 14:01:23' | date.parse_to_string '%F' input_culture:'en-US' output_culture:'en-GB'", "2025-03-01")]
    [InlineData("date.parse '2016/01/05' | date.to_string '%d %B %Y' 'fr-FR'", "05 janvier 2016")]
    [InlineData("date.parse '2016/01/05' | date.to_string '%A' 'de-DE'", "Dienstag")]
    [InlineData("date.parse '2016/01/05' | date.to_string '%x' 'nl'", "05-01-2016")]
    [InlineData("date.parse '2016/01/05' | date.to_string '%g%B' 'fr-FR'", "January")]
    [InlineData("null | date.to_string '%F'", "")]
    [InlineData("(date '2016/01/05').year", "2016")]
    [InlineData("date.default_format", "%d %b %Y")]
    [InlineData("date.parse('2016/01/05') < date.parse('2016/01/06')", "true")]
    [InlineData("date.parse('2016/01/05') == date.parse('2016-01-05')", "true")]
    public void Arithmetic_and_text(string expression, string expected) => Assert.Equal(expected, Try.Value(expression, Try.Manifest));

    [Theory]
    [InlineData("year", "2024")]
    [InlineData("month", "5")]
    [InlineData("day", "6")]
    [InlineData("hour", "7")]
    [InlineData("minute", "8")]
    [InlineData("second", "9")]
    [InlineData("millisecond", "10")]
    [InlineData("day_of_year", "127")]
    public void Members_of_a_date(string member, string expected) => Assert.Equal(expected, Try.Value($"date.now.{member}", Clock));

    [Fact]
    public void How_dates_are_printed_is_set_for_one_rendering()
    {
        const string Template = "{{ d = date.parse '2016/01/05'; date.format = '%F'; d }} {{ [d] }} {{ date.format }} {{ date.format = date.default_format; d }}";
        Assert.Equal("2016-01-05 [2016-01-05] %F 05 Jan 2016", Try.Render(Template));
        Assert.Equal("05 Jan 2016", Try.Value("date.parse '2016/01/05'"));
    }

    [Fact]
    public void What_is_no_date_is_the_first_day_of_the_era_in_scriban_and_an_error_in_manifests()
    {
        Assert.Equal("01 Jan 0001", Try.Value("date.parse 'x'"));
        Assert.Contains("The text `x` is no date.", Try.Value("date.parse 'x'", Try.Manifest), StringComparison.Ordinal);
        Assert.Contains("of the pattern `%Y`", Try.Value("date.parse 'x' '%Y'", Try.Manifest), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("date.parse '10:20'")]
    [InlineData("date.parse 'March 5'")]
    [InlineData("date.parse '05 03' '%d %m'")]
    public void A_date_that_would_take_its_year_from_the_clock_is_an_error_in_manifests(string expression) =>
        Assert.Contains(" is no date", Try.Value(expression, Try.Manifest), StringComparison.Ordinal);

    [Theory]
    [InlineData("date.parse '2016' '%C'", "The pattern %C is not supported for the parse method (Parameter 'pattern')")]
    [InlineData("date.parse '2016/01/05' | date.to_string null", "Value cannot be null. (Parameter 'pattern')")]
    [InlineData("date.parse '2016/01/05' | date.to_string '%F' 'xx-YY'", "Culture is not supported.")]
    [InlineData("date.parse '2016/01/05' | date.add_years 10000", "")]
    [InlineData("date.parse '2016/01/05' | date.add_days 'x'", "Unable to convert type `string` to `double`")]
    [InlineData("date '2016' '2017'", "Invalid number of parameters `2` for `date` object/function.")]
    public void Refusals(string expression, string message) => Assert.Contains(" : error : " + message, Try.Value(expression), StringComparison.Ordinal);

    [Fact]
    public void A_manifest_has_the_clock_it_is_given()
    {
        Assert.Contains("A manifest has no clock", Try.Value("date.now", Try.Manifest), StringComparison.Ordinal);
        Assert.Contains("A manifest has no clock", Try.Value("date.utc_now", Try.Manifest), StringComparison.Ordinal);
        Assert.Equal("06 May 2024", Try.Value("date.utc_now", Clock));
    }

    [Fact]
    public void In_scriban_the_zone_of_the_clock_is_the_local_one()
    {
        var options = Clock with { Profile = TemplateProfile.Scriban };
        Assert.Equal("09:08:09 +02:00", Try.Value("date.now | date.to_string '%T %Z'", options));
        Assert.Equal("07:08:09 +00:00", Try.Value("date.utc_now | date.to_string '%T %Z'", options));
        Assert.Equal("10:00:00", Try.Value("date.parse '2022-01-20T08:00:00Z' | date.to_string '%T'", options));
        Assert.Equal("08:00:00 1642658400", Try.Value("date.parse '2022-01-20T08:00:00' | date.to_string '%T %s'", options));
        Assert.Equal("\"2022-01-20T08:00:00+02:00\"", Try.Value("date.parse '2022-01-20T08:00:00' | object.to_json", options));
        Assert.Equal("\"2024-05-06T07:08:09.01Z\"", Try.Value("date.utc_now | object.to_json", options));
    }

    private sealed class FixedClock(DateTimeOffset now) : TimeProvider
    {
        public override TimeZoneInfo LocalTimeZone { get; } = TimeZoneInfo.CreateCustomTimeZone("Test", TimeSpan.FromHours(2), "Test", "Test");

        public override DateTimeOffset GetUtcNow() => now;
    }
}
