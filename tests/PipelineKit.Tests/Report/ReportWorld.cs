using System.Text.Json;
using PipelineKit.Audit;
using PipelineKit.Cli;
using PipelineKit.Failures;
using PipelineKit.Testing;
using PipelineKit.Tests.Ci;
using PipelineKit.Tests.Cli;
using Xunit;

namespace PipelineKit.Tests.Report;

/// <summary>A folder with settings and ledgers, and the whole program to report on them.</summary>
internal sealed class ReportWorld : IDisposable
{
    public const string Settings = """
        promotion:
          app: shop
          environments:
            - { name: dev, repository: ghcr.io/acme/dev/shop, tag: dev }
            - { name: production, repository: ghcr.io/acme/shop, tag: production, production: true }
        """;

    public ReportWorld()
    {
        Folder.Write("pipelinekit.yaml", Settings);
        Write(Dev);
        Write(Production);
        Folder.Write("incidents.csv", "opened,closed,environment,title\n2026-06-20T10:00:00Z,2026-06-20T10:30:00Z,production,Checkout slow\n2026-05-01T00:00:00Z,,production,Before the window\n");
    }

    public CommandLineRun Program { get; } = new() { Commands = Catalog.Published.Actions };

    public TempFolder Folder => Program.Folder;

    /// <summary>The <c>result</c> of result.json of the last run.</summary>
    public JsonElement Result => JsonDocument.Parse(Folder.Read("result.json")).RootElement.GetProperty("result");

    public static LedgerScript Dev => new LedgerScript("dev", "ghcr.io/acme/dev/shop").Promote("06-01 09:00", "a").Promote("06-08 09:00", "b").Promote("06-15 09:00", "c").Add("06-16 09:00", LedgerKind.Intent, "d", e => e with { Actor = "grace" });

    public static LedgerScript Production => new LedgerScript("production")
        .Promote("06-02 09:00", "a", Retained(1, 1))
        .Promote("06-09 09:00", "b", Retained(2, 2))
        .Verdict("06-09 09:10", "b", "fail: errors x2", 540)
        .RollBack("06-09 09:10", "06-09 09:11", "b", "a", ("rollback-seconds", 42))
        .Promote("06-16 09:00", "c", e => Retained(1, 2)(e) with { Bypass = true, Reason = "payment outage, INC-7", Gates = new Dictionary<string, string>(StringComparer.Ordinal) { ["soak"] = "overridden", ["scan"] = "passed" } });

    /// <summary>Runs report over June from the folder; what it leaves behind must be what the schema says.</summary>
    public async Task<ExitCode> RunAsync(params string[] words)
    {
        var exit = await Program.RunAsync([.. HostInputsOf.With(
            ["report", .. words], ("--ledger-folder", "promotions"), ("--since", "2026-06-01"), ("--at", "2026-07-01"), ("--incidents", "incidents.csv"), ("--report-path", "result.json"))]);
        using var document = JsonDocument.Parse(Folder.Read("result.json"));
        Assert.Empty(ResultSchema.Violations(document.RootElement));
        return exit;
    }

    public void Write(LedgerScript script) => Folder.Write(script.Ledger.Path, script.Bytes);

    public void Dispose() => Program.Dispose();

    private static Func<LedgerEntry, LedgerEntry> Retained(int complete, int wanted) =>
        e => e with { Measures = new Dictionary<string, double>(StringComparer.Ordinal) { ["retention-complete"] = complete, ["retention-wanted"] = wanted } };
}
