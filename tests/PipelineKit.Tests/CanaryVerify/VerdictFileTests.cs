using System.Text;
using PipelineKit.Canary;
using PipelineKit.CanaryVerify;
using PipelineKit.Failures;
using Xunit;

namespace PipelineKit.Tests.CanaryVerify;

public sealed class VerdictFileTests
{
    [Fact]
    public void What_is_read_is_what_was_written_to_the_last_bit()
    {
        var document = VerdictSamples.Full;
        var decision = VerdictSamples.Decision;
        var written = VerdictWriter.Write(document, decision);

        var read = VerdictReader.Read(written, "v.json");

        Assert.Equal(Encoding.UTF8.GetString(written), Encoding.UTF8.GetString(VerdictWriter.Write(read, decision)));
        Assert.Equal(double.Epsilon, read.Case.Metrics[0].BaselineValues![1]);
        Assert.True(double.IsNegative(read.Case.Metrics[0].BaselineValues![2]));
        Assert.Equal([double.NaN, double.PositiveInfinity, double.NegativeInfinity], read.Case.Metrics[0].CanaryValues!);
    }

    // A member that a policy, a definition or data get later, and that is not in the file, would make another decision when it is decided again.
    [Fact]
    public void Nothing_a_decision_is_made_from_is_left_out()
    {
        var read = VerdictReader.Read(VerdictWriter.Write(VerdictSamples.Full, VerdictSamples.Decision), "v.json");

        Assert.Empty(DeepComparison.Differences(VerdictSamples.Full.Case, read.Case));
        Assert.Empty(DeepComparison.Differences(VerdictSamples.Full.Scopes, read.Scopes));
        Assert.Empty(DeepComparison.Unset(VerdictSamples.Full.Case.Policy, new CanaryPolicy { Steps = 0 }));
        Assert.Empty(DeepComparison.Unset(VerdictSamples.Full.Case.Policy.Slo!, new SloPolicy { Objective = 0, Tiers = [] }));
        Assert.Empty(DeepComparison.Unset(VerdictSamples.Definition, new MetricDefinition { Name = "", Kind = MetricKind.Errors, Query = "" }));
        Assert.Empty(DeepComparison.Unset(VerdictSamples.Definition.Conditions!, new MetricConditions()));
        Assert.Empty(DeepComparison.Unset(VerdictSamples.Definition.Kayenta!, new MetricOptions()));
        Assert.Empty(DeepComparison.Unset(VerdictSamples.Full.Case.Metrics[0], new MetricData { Definition = FakeMetrics.Errors, Window = VerdictSamples.Window with { Count = 1 } }));
    }

    [Fact]
    public async Task A_verdict_decides_the_same_again_byte_for_byte()
    {
        using var world = await DecidedAsync();

        Assert.True(await world.RunAsync("replay", "verdict.json", "--report-path", "result.json") == ExitCode.Ok, world.Program.All);

        Assert.True(world.Result.GetProperty("same").GetBoolean());
        Assert.Contains("byte for byte: fail", world.Program.All, StringComparison.Ordinal);
    }

    public static TheoryData<string, string, ExitCode> Changes() => new()
    {
        { "\"verdict\":\"fail\"", "\"verdict\":\"pass\"", ExitCode.Integrity },
        { "\"alpha\":0.01", "\"alpha\":0.000000001", ExitCode.Integrity },
        { "\"service\":\"shop\"", "\"service\":\"shop\",\"more\":\"1\"", ExitCode.Integrity },
        { "\"service\":\"shop\"", "\"service\": \"shop\"", ExitCode.Integrity },
        { "\"service\":\"shop\"", "\"service\":\"shop\",\"service\":\"shop\"", ExitCode.BadInput },
        { "pipelinekit/canary-verdict/v2", "pipelinekit/canary-verdict/v1", ExitCode.BadInput },
        { "pipelinekit/canary-verdict/v2", "another/v2", ExitCode.BadInput },
        { "\"alpha\":0.01", "\"alpha\":\"0.01\"", ExitCode.BadInput },
        { "\"count\":60", "\"count\":61", ExitCode.BadInput },
        { "\"count\":60", "\"count\":999999999", ExitCode.BadInput },
        { "\"kind\":\"errors\"", "\"kind\":\"error\"", ExitCode.BadInput },
        { "\"policy\":{", "\"policy\":[{", ExitCode.BadInput },
        { "\"digest\":\"sha256:", "\"digest\":\"sha512:", ExitCode.BadInput },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task A_verdict_that_was_changed_is_found_out(string was, string @is, ExitCode exit)
    {
        using var world = await DecidedAsync();
        var text = world.Folder.Read("verdict.json");
        Assert.Contains(was, text, StringComparison.Ordinal);
        world.Folder.Write("verdict.json", text.Replace(was, @is, StringComparison.Ordinal));

        Assert.True(await world.RunAsync("replay", "verdict.json", "--report-path", "result.json") == exit, world.Program.All);

        Assert.Contains((exit == ExitCode.Integrity ? FailureCodes.DigestMismatch : FailureCodes.UnreadableMetrics).Id, world.Program.All, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_verdict_of_another_way_of_deciding_is_refused_and_says_which_version_replays_it()
    {
        using var world = await DecidedAsync();
        var text = world.Folder.Read("verdict.json").Replace("pipelinekit/canary-verdict/v2", "pipelinekit/canary-verdict/v1", StringComparison.Ordinal);

        var failure = Assert.Throws<FailureException>(() => VerdictReader.Read(Encoding.UTF8.GetBytes(text), "v.json")).Failures[0];

        Assert.Contains("another way of deciding: its `schema` is `pipelinekit/canary-verdict/v1`", failure.What, StringComparison.Ordinal);
        Assert.Contains("with the version that made it, ", failure.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_parts_of_a_verdict_that_cannot_be_read_never_end_in_a_bug()
    {
        using var world = await DecidedAsync();
        var content = Encoding.UTF8.GetBytes(world.Folder.Read("verdict.json"));
        for (var length = 0; length < content.Length - 2; length += Math.Max(1, content.Length / 200))
        {
            Assert.Throws<FailureException>(() => VerdictReader.Read(content.AsMemory(0, length), "v.json"));
        }
    }

    private static async Task<CanaryWorld> DecidedAsync()
    {
        var world = CanaryWorld.With(baseline: 9, canary: 18);
        Assert.True(await world.CheckAsync("--verdict-file", "verdict.json") == ExitCode.GateSaidNo, world.Program.All);
        return world;
    }
}
