using System.Text;
using PipelineKit.Audit;
using PipelineKit.Failures;
using PipelineKit.Report;
using Xunit;

namespace PipelineKit.Tests.Report;

public sealed class IncidentTests
{
    private const string Hash = "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    [Fact]
    public void CSV_is_read_with_quotes_line_breaks_and_columns_in_any_order()
    {
        var incidents = Read("title,environment,opened,closed,owner\r\n\"a \"\"b\"\", c\nd\",production,2026-06-01T10:00:00Z,,x\r\n\r\nplain,dev,2026-06-02,2026-06-03T01:00Z,y");

        Assert.Equal(["a \"b\", c\nd", "plain"], incidents.Select(i => i.Title));
        Assert.Equal([2, 5], incidents.Select(i => i.Place.Line));
        Assert.Equal((LedgerScript.Time("06-02 00:00"), LedgerScript.Time("06-03 01:00")), (incidents[1].Opened, incidents[1].Closed!.Value));
    }

    [Fact]
    public void JSON_says_the_same()
    {
        var incident = Assert.Single(Read($$"""[{"opened":"2026-06-01T10:00:00Z","closed":"2026-06-01T11:00:00Z","digest":"{{Hash}}","title":"x","labels":["a"]}]"""));

        Assert.Equal((Hash, "", 3600), (incident.Digest!.Text, incident.Environment, (incident.Closed!.Value - incident.Opened).TotalSeconds));
    }

    [Theory]
    [InlineData("", "has no header with a column `opened`")]
    [InlineData("when,where\n2026-06-01,dev", "has no header with a column `opened`")]
    [InlineData("opened,environment\nyesterday,dev", "`i.csv:2` says in `opened` `yesterday`, which is no time in UTC")]
    [InlineData("opened,environment,closed\n2026-06-02,dev,2026-06-01", "is closed before it was opened")]
    [InlineData("opened,environment,closed\n2026-06-02,dev,soon", "says in `closed` `soon`")]
    [InlineData("opened,digest\n2026-06-02,sha256:12", "says in `digest` `sha256:12`, which is none")]
    [InlineData("opened,environment\n2026-06-02,", "names neither `environment` nor `digest`")]
    [InlineData("""{"opened":"2026-06-02"}""", "has no array of incidents at its top")]
    [InlineData("[{\"opened\":\"2026-06-02\",\n\"opened\":\"2026-06-02\"}]", "is not JSON as it should be")]
    [InlineData("""["x"]""", "incident 1 of `i.csv` says in `opened` ``")]
    public void A_file_that_is_none_is_refused_where_it_is_wrong(string content, string why)
    {
        var problems = new List<Failure>();
        IncidentFile.Read(Encoding.UTF8.GetBytes(content), "i.csv", [], problems);

        Assert.Contains(why, Assert.Single(problems).What, StringComparison.Ordinal);
    }

    [Fact]
    public void An_incident_is_put_down_to_what_was_there_when_it_was_opened()
    {
        var script = new LedgerScript("production").Promote("06-01 10:00", "a").Promote("06-05 10:00", "b");
        var others = new List<Incident>();

        var report = Blame(others, [Of("production", script)], At("06-04 10:00", "production"), At("05-01 10:00", "production"), At("06-06 10:00", "staging"));

        Assert.Equal([true, false], report[0].Deployments.Select(d => d.HasIncident));
        Assert.Equal((1, 2, 0.5), (report[0].Incidents.Count, others.Count, report[0].ChangeFailureRate));
    }

    [Fact]
    public void An_incident_of_an_image_belongs_to_production_if_the_image_was_there()
    {
        var staging = Of("staging", new LedgerScript("staging").Promote("06-01 10:00", "a"));
        var production = Of("production", new LedgerScript("production").Promote("06-03 10:00", "a"));
        Incident[] incidents = [At("06-02 10:00", "", "a"), At("06-04 10:00", "", "a"), At("06-04 10:00", "", "b")];
        var others = new List<Incident>();

        var reports = Blame(others, [staging, production], incidents);

        Assert.Equal((1, 1, 1), (reports[0].Incidents.Count, reports[1].Incidents.Count, others.Count));
        Assert.Equal(incidents[1], reports[1].Incidents[0]);
    }

    private static IReadOnlyList<EnvironmentReport> Blame(List<Incident> others, EnvironmentReport[] reports, params Incident[] incidents) => IncidentBlame.Assign(reports, incidents, others);

    private static Incident At(string opened, string environment, string? image = null) =>
        new(LedgerScript.Time(opened), null, environment, image is null ? null : LedgerScript.Image(image), opened, new SourcePlace("i.csv"));

    private static EnvironmentReport Of(string name, LedgerScript script)
    {
        var year = new ReportWindow(LedgerScript.Time("01-01 00:00"), LedgerScript.Time("12-31 00:00"), LedgerScript.Time("12-31 00:00"));
        return new LedgerMeasures(year, script.Ledger.Entries).Of(name, name == "production", EnvironmentHistory.Of(script.Ledger), []);
    }

    private static List<Incident> Read(string content)
    {
        var incidents = new List<Incident>();
        var problems = new List<Failure>();
        IncidentFile.Read(Encoding.UTF8.GetBytes(content), "i.csv", incidents, problems);
        Assert.Empty(problems);
        return incidents;
    }
}
