using PipelineKit.CanaryVerify;
using PipelineKit.Failures;
using PipelineKit.Testing;
using PipelineKit.Tests.ScanGate;
using Xunit;

namespace PipelineKit.Tests.CanaryVerify;

public sealed class CanaryVerifyOptionsTests
{
    private const string Digest = "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
    private const string Other = "sha256:1123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
    private const string Enough = "--metrics-file m.om --canary " + Digest + " --baseline " + Other + " ";

    [Theory]
    [InlineData("", "There are no metrics to decide from")]
    [InlineData("--metrics-file m.om", "It is not said which image is the canary")]
    [InlineData("--metrics-file m.om --canary " + Digest, "It is not said what the canary is compared with")]
    [InlineData("--metrics-file m.om --canary shop:1 --baseline " + Digest, "`shop:1` has no digest")]
    [InlineData("--metrics-file m.om --canary Shop@x --baseline " + Digest, "`canary` is neither an image nor a digest")]
    [InlineData("--metrics-file m.om --canary " + Digest + " --baseline " + Digest, "one and the same image")]
    [InlineData(Enough + "--metrics-url https://p.example.com", "`metrics-url` and `metrics-file` both")]
    [InlineData(Enough + "--metrics-token t", "no `metrics-url` they are for")]
    [InlineData("--metrics-url ftp://p --canary " + Digest + " --baseline " + Other, "`metrics-url` is not an address")]
    [InlineData("--metrics-url http://p.example.com --metrics-token t --canary " + Digest + " --baseline " + Other, "is plain HTTP")]
    [InlineData("--metrics-url https://p --metrics-token t --metrics-user u --metrics-password p --canary " + Digest + " --baseline " + Other, "both say who asks")]
    [InlineData("--metrics-url https://p --metrics-user u --canary " + Digest + " --baseline " + Other, "belong together")]
    [InlineData("--metrics-url https://p --metrics-certificate c.pem --canary " + Digest + " --baseline " + Other, "belong together")]
    [InlineData("--metrics-url https://p --metrics-headers nothing --canary " + Digest + " --baseline " + Other, "is no header")]
    [InlineData(Enough + "--judge rank", "compares samples in a file")]
    [InlineData(Enough + "--preset http-errors --kayenta-config k.json", "both say which metrics")]
    [InlineData(Enough + "--alpha 1", "to 0.5")]
    [InlineData(Enough + "--beta x", "to 0.5")]
    [InlineData(Enough + "--max-burn 10", "no budget without `slo`")]
    [InlineData(Enough + "--slo 0.999 --max-burn 0", "a number above 0")]
    [InlineData(Enough + "--history 99999", "a whole number up to")]
    [InlineData(Enough + "--step 0s", "a number of whole seconds")]
    [InlineData(Enough + "--step 1h --window 30m", "A step is longer than the whole window")]
    [InlineData(Enough + "--window 30d", "a number of whole seconds")]
    [InlineData(Enough + "--end yesterday", "a time in UTC")]
    [InlineData(Enough + "--mode watch --end 2026-01-31T12:00:00Z", "`watch` begins now")]
    [InlineData(Enough + "--warm-up 30d", "at most seven days")]
    [InlineData(Enough + "--timeout 90d", "at most 40 days")]
    [InlineData(Enough + "--attest everything", "`everything` cannot be attested")]
    [InlineData(Enough + "--attest verdict --key k.pem", "`canary` is only a digest")]
    [InlineData("plan", "how much traffic there is")]
    [InlineData("plan --requests 10", "which part of the requests fails")]
    [InlineData("plan --requests 10 --error-ratio 0.01 --effect 1", "`effect` is above 1")]
    [InlineData("plan --requests 10 --error-ratio 0.01 --weights 20,5", "not above the one before")]
    [InlineData("calibrate --metrics-file m.om --baseline " + Digest + " --windows 1", "a whole number from 5")]
    [InlineData("watch check", "`--mode` was given more than once")]
    public async Task What_cannot_be_meant_is_refused_before_anything_is_read(string words, string why)
    {
        using var world = new CanaryWorld();

        Assert.Equal(ExitCode.BadInput, await world.Program.RunAsync(["canary-verify", .. words.Split(' ', StringSplitOptions.RemoveEmptyEntries)]));

        Assert.Contains(why, world.Program.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_problem_is_told_at_once()
    {
        using var folder = new TempFolder();
        var context = GateWorld.Context(folder.Path, ("metrics-url", "no"), ("canary", "shop:1"), ("baseline", "shop:2"), ("alpha", "2"), ("attest", "x"));

        Assert.Equal(5, Assert.Throws<FailureException>(new CanaryVerifyOptionsParser(context).Parse).Failures.Count);
    }

    [Fact]
    public void What_is_given_is_what_is_meant()
    {
        using var folder = new TempFolder();
        var options = new CanaryVerifyOptionsParser(GateWorld.Context(
            folder.Path,
            ("mode", "watch"), ("metrics-url", "https://p.example.com/prometheus"), ("metrics-headers", "X-Scope-OrgID: shop\nX-Other: 1"), ("service", "shop"), ("canary", "ghcr.io/acme/shop@" + Digest), ("baseline", Other),
            ("preset", "http-errors,http-latency"), ("window", "1h"), ("step", "15s"), ("interval", "30s"), ("warm-up", "2m"), ("max-time", "45m"), ("alpha", "0.02"), ("slo", "0.999"), ("max-burn", "14.4"), ("on-inconclusive", "pass"))).Parse();

        Assert.Equal((CanaryMode.Watch, "shop", true), (options.Mode, options.Service, options.PassInconclusive));
        Assert.Equal((Digest, "ghcr.io/acme/shop", Other), (options.Canary!.Digest.Text, options.Canary.Reference!.Name, options.Baseline!.Digest.Text));
        Assert.Equal((TimeSpan.FromHours(1), TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(30)), (options.Window, options.Step, options.Interval));
        Assert.Equal((TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(45)), (options.WarmUp, options.MaximumTime));
        Assert.Equal((0.02, 0.999, 14.4), (options.Alpha, options.Slo, options.MaximumBurn));
        Assert.Equal(["http-errors", "http-latency"], options.Presets);
        Assert.Equal([new("X-Scope-OrgID", "shop"), new KeyValuePair<string, string>("X-Other", "1")], options.Metrics.Headers);
        Assert.Equal("/prometheus", options.Metrics.Url!.AbsolutePath);
    }

    [Fact]
    public void A_plan_takes_shares_in_percent()
    {
        using var folder = new TempFolder();
        var options = new CanaryVerifyOptionsParser(GateWorld.Context(folder.Path, ("mode", "plan"), ("requests", "50"), ("error-ratio", "0.001"), ("weights", "5%,25"))).Parse();

        Assert.Equal((50.0, 0.001, 2.0, 0.9), (options.Plan!.Requests, options.Plan.ErrorRatio, options.Plan.Effect, options.Plan.Power));
        Assert.Equal([5.0, 25.0], options.Plan.Weights);
    }
}
