using PipelineKit.Schedules;
using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Tests.Schedules;

public sealed class ZoneRulesTests
{
    private static readonly long First = Seconds(2024, 1, 1);
    private static readonly long Last = Seconds(2045, 12, 31);

    [SkippableFact]
    public void The_zones_in_the_program_are_those_of_the_machine()
    {
        var names = ZoneTable.Names().Where(n => ZoneFile.Find(n) is not null).ToArray();
        Peer.Need(names.Length > 300, "this machine has no time zones; install tzdata");

        var differences = names.SelectMany(name => Differences(name, ZoneTable.Find(name)!, ZoneFile.Find(name)!));

        Assert.Empty(differences);
    }

    [Fact]
    public void Every_zone_in_the_program_can_be_read()
    {
        Assert.True(ZoneTable.Names().Count > 500);
        Assert.All(ZoneTable.Names(), name => Assert.InRange(ZoneTable.Find(name)!.OffsetAt(First), -12 * 3600, 14 * 3600));
    }

    [Theory]
    [InlineData("Europe/Vienna", "2026-03-29T01:00:00Z", 7200, "2026-10-25T01:00:00Z")]
    [InlineData("America/New_York", "2026-03-08T06:59:59Z", -18000, "2026-03-08T07:00:00Z")]
    [InlineData("Australia/Lord_Howe", "2026-04-04T14:59:59Z", 39600, "2026-04-04T15:00:00Z")]
    [InlineData("Africa/Casablanca", "2026-02-15T01:59:59Z", 3600, "2026-02-15T02:00:00Z")]
    [InlineData("Africa/Casablanca", "2044-11-20T00:00:00Z", 3600, null)]
    [InlineData("America/Asuncion", "2024-10-06T03:59:59Z", -14400, "2024-10-06T04:00:00Z")]
    [InlineData("Asia/Kathmandu", "2026-01-01T00:00:00Z", 20700, null)]
    [InlineData("UTC", "2026-01-01T00:00:00Z", 0, null)]
    public void The_table_knows_offsets_and_changes(string name, string at, int offset, string? next)
    {
        var zone = ZoneTable.Find(name)!;
        var time = DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture);

        Assert.Equal(offset, zone.OffsetAt(time.ToUnixTimeSeconds()));
        if (next is not null || !name.StartsWith("Africa", StringComparison.Ordinal))
        {
            Assert.Equal(next is null ? null : DateTimeOffset.Parse(next, System.Globalization.CultureInfo.InvariantCulture), zone.NextTransition(time));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("europe/vienna")]
    [InlineData("Europe/Wien")]
    [InlineData("../localtime")]
    [InlineData("/etc/localtime")]
    [InlineData("Europe")]
    [InlineData("Europe//Vienna")]
    [InlineData("tzdata.zi")]
    [InlineData("CET-1CEST")]
    public void What_is_no_zone_is_not_found(string name) => Assert.Null(ZoneRules.Find(name));

    [Theory]
    [InlineData("AAA3BBB,M3.2.0/-1,M11.1.0/26", 2026, "2026-03-08T02:00:00Z", "2026-11-02T04:00:00Z")]
    [InlineData("<+03>-3<+04>,J60/0,J300/0:30", 2028, "2028-02-29T21:00:00Z", "2028-10-26T20:30:00Z")]
    [InlineData("XXX0YYY-1:30:15,59,300", 2028, "2028-02-29T02:00:00Z", "2028-10-27T00:29:45Z")]
    [InlineData("IST-1GMT0,M10.5.0,M3.5.0/1", 2026, "2026-03-29T01:00:00Z", "2026-10-25T01:00:00Z")]
    public void Footers_of_all_forms_are_read(string footer, int year, string first, string second)
    {
        var rules = new ZoneRules(0, [], [], ZoneFooter.Parse(footer));
        var one = rules.NextTransition(new DateTimeOffset(year, 1, 1, 0, 0, 0, TimeSpan.Zero))!.Value;

        Assert.Equal((first, second), (Text(one), Text(rules.NextTransition(one)!.Value)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("CET")]
    [InlineData("<+01-1")]
    [InlineData("CET-1CEST")]
    [InlineData("CET-1CEST,M13.5.0,M10.5.0")]
    [InlineData("CET-1CEST,M3.5.0")]
    [InlineData("CET-999")]
    public void A_damaged_footer_is_refused(string footer) => Assert.ThrowsAny<FormatException>(() => ZoneFooter.Parse(footer));

    [Theory]
    [InlineData(0)]
    [InlineData(43)]
    [InlineData(100)]
    public void A_damaged_file_is_refused(int length)
    {
        var bytes = new byte[length];
        "TZif2"u8.CopyTo(bytes.AsSpan(0, Math.Min(5, length)).Length < 5 ? new byte[5] : bytes);

        Assert.NotNull(Record.Exception(() => ZoneFile.Read(bytes)));
    }

    private static IEnumerable<string> Differences(string name, ZoneRules ours, ZoneRules theirs)
    {
        for (var at = First; at < Last;)
        {
            var next = theirs.NextTransition(DateTimeOffset.FromUnixTimeSeconds(at))?.ToUnixTimeSeconds() ?? Last;
            if (ours.OffsetAt(at) != theirs.OffsetAt(at) || ours.OffsetAt(next - 1) != theirs.OffsetAt(next - 1))
            {
                yield return $"{name} at {at}";
            }

            at = next;
        }
    }

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);

    private static long Seconds(int year, int month, int day) => new DateTimeOffset(year, month, day, 0, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds();
}
