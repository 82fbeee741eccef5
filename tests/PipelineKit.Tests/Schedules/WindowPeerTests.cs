using System.Text.Json;
using System.Text.Json.Nodes;
using PipelineKit.Schedules;
using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Tests.Schedules;

/// <summary>Windows by python3-dateutil and Python's own zones, and by us.</summary>
public sealed class WindowPeerTests
{
    private static readonly string[] Rules =
    [
        "0 18 * * FRI", "*/15 8-17 * * 1-5", "30 2 * * *", "0 0 1,15 * *", "0 0 13 * 5", "0 0 */10 * 0", "5/20 3 * JAN-JUN,DEC 7", "59 23 28-31 2 *", "0 12 * */3 MON,WED", "0 0 * * *",
        "DTSTART:20240101T000000 RRULE:FREQ=DAILY", "DTSTART:20240101T023000 RRULE:FREQ=DAILY;INTERVAL=3", "DTSTART:20240110T180000 RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=FR,SU",
        "DTSTART:20240110T180000 RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=FR,SU;WKST=SU", "DTSTART:20240131T000000 RRULE:FREQ=MONTHLY", "DTSTART:20240101T000000 RRULE:FREQ=MONTHLY;BYDAY=-1FR",
        "DTSTART:20240101T060000 RRULE:FREQ=MONTHLY;BYDAY=2TU,4TU;INTERVAL=2", "DTSTART:20240101T000000 RRULE:FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
        "DTSTART:20240101T000000 RRULE:FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1,-2", "DTSTART:20240101T000000 RRULE:FREQ=MONTHLY;BYMONTHDAY=13;BYDAY=FR",
        "DTSTART:20240101T000000 RRULE:FREQ=MONTHLY;BYMONTHDAY=-1,-3", "DTSTART:20240229T120000 RRULE:FREQ=YEARLY", "DTSTART:20241220T000000 RRULE:FREQ=YEARLY",
        "DTSTART:20240101T000000 RRULE:FREQ=YEARLY;BYMONTH=3,10;BYDAY=-1SU", "DTSTART:20240101T000000 RRULE:FREQ=YEARLY;BYDAY=20MO", "DTSTART:20240101T000000 RRULE:FREQ=YEARLY;BYDAY=-2TH",
        "DTSTART:20240101T000000 RRULE:FREQ=YEARLY;BYMONTHDAY=15", "DTSTART:20240101T000000 RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH;INTERVAL=1", "DTSTART:20240517T090000 RRULE:FREQ=YEARLY;BYMONTH=6",
        "DTSTART:20250101T000000 RRULE:FREQ=DAILY;COUNT=400", "DTSTART:20250101T000000 RRULE:FREQ=MONTHLY;BYDAY=1MO;COUNT=9", "DTSTART:20250101T000000 RRULE:FREQ=WEEKLY;UNTIL=20260301T000000",
        "DTSTART:20240101T000000 RRULE:FREQ=DAILY;BYHOUR=6,18;BYMINUTE=0,30", "DTSTART:20240101T000000 RRULE:FREQ=DAILY;BYMONTH=12;BYDAY=MO", "DTSTART:20240601T000000 RRULE:FREQ=YEARLY;INTERVAL=2;BYDAY=SA",
        "DTSTART:20240101T000000 RRULE:FREQ=MONTHLY;BYHOUR=1,23;BYMONTHDAY=1,31;BYSETPOS=2", "DTSTART:20240301T000000 RRULE:FREQ=YEARLY;BYMONTH=1,2,3;BYMONTHDAY=29,30,31;BYSETPOS=-1",
    ];

    private static readonly string[] Zones = ["UTC", "Europe/Vienna", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca", "America/Santiago", "Asia/Kathmandu", "Pacific/Chatham"];

    private static readonly int[] Lengths = [1, 45, 120, 1440, 4000];

    [SkippableFact]
    public async Task Windows_are_where_other_programs_see_them()
    {
        var python = Peer.Program("python3");
        Peer.Need((await new Child(python, "-c", "import dateutil.rrule").RunAsync()).ExitCode == 0, "python3-dateutil is not installed; run eng/provision");
        var random = new Random(7);
        var questions = Rules.SelectMany((rule, i) => Zones.Select((zone, z) => (Rule: rule, Zone: zone, Minutes: Lengths[(i + z) % Lengths.Length], Instants: Instants(random, zone)))).ToArray();
        using var folder = new TempFolder();
        var file = folder.Write("windows.json", new JsonArray([.. questions.Select(q => new JsonObject
        {
            ["rule"] = q.Rule,
            ["zone"] = q.Zone,
            ["minutes"] = q.Minutes,
            ["instants"] = new JsonArray([.. q.Instants.Select(i => JsonValue.Create(i))]),
        })]).ToJsonString());

        var answer = (await new Child(python, Path.Combine(Peer.RepositoryRoot, "tests", "peers", "windows.py"), file).RunAsync()).Expect(0);

        using var judged = JsonDocument.Parse(answer.Output);
        var differences = questions.Zip(judged.RootElement.EnumerateArray()).SelectMany(pair => Differences(pair.First, pair.Second)).ToArray();
        Assert.Empty(differences);
    }

    [Fact]
    public void What_is_said_about_the_next_change_is_when_it_changes()
    {
        var random = new Random(11);
        foreach (var rule in Rules)
        {
            var zone = Zones[random.Next(Zones.Length)];
            var calendar = new FreezeCalendar([new ChangeWindow("w", random.Next(2) == 0, rule, TimeSpan.FromMinutes(Lengths[random.Next(Lengths.Length)]), zone)]);
            foreach (var seconds in Instants(random, zone).Skip(10).Take(4))
            {
                var at = DateTimeOffset.FromUnixTimeSeconds(seconds);
                var verdict = calendar.At(at);
                var until = verdict.Until ?? at.AddDays(400);
                var between = Enumerable.Range(0, 12).Select(_ => at + TimeSpan.FromSeconds(random.NextInt64((long)(until - at).TotalSeconds))).Append(until.AddSeconds(-1));

                Assert.All(between, time => Assert.True(calendar.At(time).IsOpen == verdict.IsOpen, $"{rule} in {zone} from {at:O} to {until:O} changes at {time:O}"));
                Assert.True(verdict.Until is null || calendar.At(until).IsOpen != verdict.IsOpen, $"{rule} in {zone} from {at:O} does not change at {until:O}");
            }
        }
    }

    private static IEnumerable<string> Differences((string Rule, string Zone, int Minutes, long[] Instants) question, JsonElement answers)
    {
        var calendar = new FreezeCalendar([new ChangeWindow("w", IsDeny: true, question.Rule, TimeSpan.FromMinutes(question.Minutes), question.Zone)]);
        return question.Instants.Zip(answers.EnumerateArray())
            .Where(pair => calendar.At(DateTimeOffset.FromUnixTimeSeconds(pair.First)).IsOpen == pair.Second[0].GetBoolean())
            .Select(pair => $"{question.Rule} for {question.Minutes} minutes in {question.Zone} at {DateTimeOffset.FromUnixTimeSeconds(pair.First):O}");
    }

    // Any time of two years, and near the changes of the clock.
    private static long[] Instants(Random random, string zone)
    {
        var first = new DateTimeOffset(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var times = Enumerable.Range(0, 12).Select(_ => first.ToUnixTimeSeconds() + random.Next(2 * 366 * 86400)).ToList();
        var at = first;
        for (var i = 0; i < 6 && ZoneRules.Find(zone)!.NextTransition(at) is { } next; i++)
        {
            times.Add(next.ToUnixTimeSeconds() + random.Next(-7200, 7200));
            times.Add(next.ToUnixTimeSeconds());
            at = next;
        }

        return [.. times];
    }
}
