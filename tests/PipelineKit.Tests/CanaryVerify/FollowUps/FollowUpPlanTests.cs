using System.Collections.Concurrent;
using PipelineKit.Audit;
using PipelineKit.Canary;
using PipelineKit.CanaryVerify;
using PipelineKit.Failures;
using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Tests.CanaryVerify.FollowUps;

public sealed class FollowUpPlanTests : IDisposable
{
    private readonly FollowUpWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task A_canary_that_failed_is_taken_back_on_record()
    {
        await PromoteBothAsync();

        Assert.True(await _world.FollowAsync("--on-fail", "rollback", "--environment", "production") == ExitCode.GateSaidNo, _world.Said);

        var rollback = _world.Step("rollback");
        Assert.True(rollback.Ok, rollback.Text);
        Assert.Equal(_world.Good, rollback.RolledBackTo);
        var history = _world.History();
        Assert.Equal(_world.Good, history.Current!.Digest);
        Assert.Contains(_world.Bad, history.Rejected.Keys);
        Assert.Equal(["intent", "commit", "intent", "commit", "verdict", "reject", "intent", "commit"], _world.Ledger().Entries.Select(e => e.Kind.ToString().ToLowerInvariant()));
        var verdict = _world.Ledger().Entries[4];
        Assert.StartsWith("fail: http-errors", verdict.Reason, StringComparison.Ordinal);
        Assert.Equal(150, verdict.Measures["detect-seconds"]);
        Assert.Equal(_world.Good, Oci.Digest.Sha256(_world.Registry.Read("shop", "current")));
        Assert.Contains(_world.Good.Text, _world.Git.Read("pipelinekit/shop/production", "deploy/shop.yaml"), StringComparison.Ordinal);

        // And nobody brings it back by accident.
        Assert.Equal(ExitCode.GateSaidNo, await _world.PromoteAsync(_world.Bad));
        Assert.Equal(TimeSpan.Zero < rollback.Took, FollowUpPlan.TimeToRollback(_world.Done) == rollback.Took);
    }

    [Fact]
    public async Task Asked_again_nothing_more_is_taken_back()
    {
        await PromoteBothAsync();
        await _world.FollowAsync("--on-fail", "rollback", "--environment", "production");
        var commits = _world.Ledger().Entries.Count(e => e.Kind == LedgerKind.Commit);

        await _world.FollowAsync("--on-fail", "rollback", "--environment", "production");

        Assert.True(_world.Step("rollback").Ok);
        Assert.Contains("nothing to take back", _world.Step("rollback").Text, StringComparison.Ordinal);
        Assert.Equal(commits, _world.Ledger().Entries.Count(e => e.Kind == LedgerKind.Commit));
        Assert.Single(_world.Ledger().Entries, e => e.Kind == LedgerKind.Reject);
    }

    [Fact]
    public async Task What_somebody_else_deployed_meanwhile_is_not_touched()
    {
        await PromoteBothAsync();
        var hotfix = _world.Registry.Add("build/shop", "hotfix", SampleImage.Build("hotfix", "linux/amd64"));
        Assert.Equal(ExitCode.Ok, await _world.PromoteAsync(hotfix));

        Assert.Equal(ExitCode.Refused, await _world.FollowAsync("--on-fail", "rollback", "--environment", "production"));

        Assert.Equal(FailureCodes.FollowUpFailed, _world.Step("rollback").Failure!.Code);
        Assert.Equal(hotfix, _world.History().Current!.Digest);
        Assert.Contains(_world.Bad, _world.History().Rejected.Keys);
    }

    [Fact]
    public async Task Without_anything_to_go_back_to_the_failure_is_loud_and_the_image_is_rejected()
    {
        Assert.Equal(ExitCode.Ok, await _world.PromoteAsync(_world.Bad));

        Assert.Equal(ExitCode.BadInput, await _world.FollowAsync("--on-fail", "rollback", "--environment", "production"));

        Assert.Equal(FailureCodes.NothingToRollBackTo, _world.Step("rollback").Failure!.Code);
        Assert.Contains(_world.Bad, _world.History().Rejected.Keys);
    }

    [Theory]
    [InlineData(CanaryVerdict.Pass, "pass: ")]
    [InlineData(CanaryVerdict.Inconclusive, "inconclusive: ")]
    public async Task Other_verdicts_are_recorded_and_change_nothing(CanaryVerdict verdict, string reason)
    {
        await PromoteBothAsync();
        _world.Outcome = _world.Judged(verdict);

        Assert.Equal(ExitCode.Ok, await _world.FollowAsync("--on-fail", "rollback", "--environment", "production", "--deployment-status"));

        Assert.Equal(["ledger", "deployment-status"], _world.Done.Select(f => f.Name));
        Assert.StartsWith(reason, _world.Ledger().Entries[^1].Reason, StringComparison.Ordinal);
        Assert.Equal(_world.Bad, _world.History().Current!.Digest);
        Assert.Empty(_world.History().Rejected);
    }

    [Fact]
    public async Task With_none_a_failure_is_recorded_and_nothing_is_rejected()
    {
        await PromoteBothAsync();

        Assert.Equal(ExitCode.GateSaidNo, await _world.FollowAsync("--environment", "production"));

        Assert.Equal("ledger", Assert.Single(_world.Done).Name);
        Assert.Empty(_world.History().Rejected);
    }

    [Fact]
    public async Task What_fails_keeps_nothing_else_from_being_done()
    {
        await PromoteBothAsync();
        var asked = new ConcurrentQueue<string>();
        using var server = new LoopbackHttpServer((request, _) =>
        {
            asked.Enqueue($"{request.Method} {request.Path}");
            return Task.FromResult(LoopbackResponse.Of(request.Path.StartsWith("/hook", StringComparison.Ordinal) ? 200 : 403, "application/json", "{}"));
        });
        var address = $"http://{server.Endpoint}";

        var exit = await _world.FollowAsync(
            "--on-fail", "rollback,argo-abort,webhook", "--environment", "production", "--cluster", address, "--argo-rollout", "shop/web", "--webhook-url", $"{address}/hook",
            "--grafana-url", address, "--grafana-token", "g", "--otlp-endpoint", address);

        Assert.Equal(ExitCode.Refused, exit);
        Assert.Equal(
            ["argo-abort False", "ledger True", "rollback True", "webhook True", "annotation False", "telemetry False"], _world.Done.Select(f => $"{f.Name} {f.Ok}"));
        Assert.Equal(
            ["PATCH /apis/argoproj.io/v1alpha1/namespaces/shop/rollouts/web/status", "POST /hook", "POST /api/annotations", "POST /v1/metrics"], asked);
        Assert.DoesNotContain("/hook", _world.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_telling_that_fails_does_not_change_the_exit_code()
    {
        _world.Outcome = _world.Judged(CanaryVerdict.Pass);

        Assert.Equal(ExitCode.Ok, await _world.FollowAsync("--otlp-endpoint", "http://127.0.0.1:1"));

        Assert.False(_world.Step("telemetry").Ok);
        Assert.Equal(FailureCodes.RemoteUnavailable, _world.Step("telemetry").Failure!.Code);
    }

    [SkippableFact]
    public async Task A_command_gets_the_verdict_in_a_file_and_no_secret_of_the_environment()
    {
        Skip.If(OperatingSystem.IsWindows(), "the program of this test is a shell script");
        var script = _world.Folder.Write("act.sh", "#!/bin/sh\nset -e\ncp \"$PIPELINEKIT_VERDICT_FILE\" got.json\nprintf '%s|%s|%s' \"$1\" \"$PIPELINEKIT_VERDICT\" \"$PIPELINEKIT_CANARY\" > got\nenv > variables\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        Assert.Equal(ExitCode.GateSaidNo, await _world.FollowAsync("--on-fail", "command", "--on-fail-command", "./act.sh\n$(touch evil) 'x'"));

        Assert.True(_world.Step("command").Ok, _world.Step("command").Text);
        Assert.Equal($"$(touch evil) 'x'|fail|{_world.Bad}", _world.Folder.Read("got"));
        Assert.Contains("\"event\": \"canary-verdict\"", _world.Folder.Read("got.json"), StringComparison.Ordinal);
        Assert.DoesNotContain("DOTNET", _world.Folder.Read("variables"), StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_world.Folder.Path, "evil")));
    }

    [SkippableTheory]
    [InlineData("/bin/false", "ended with 1.")]
    [InlineData("no-such-program", "no program `no-such-program` on PATH")]
    [InlineData("./missing", "no program `./missing`")]
    public async Task A_command_that_fails_is_never_told_as_done(string command, string why)
    {
        Skip.If(OperatingSystem.IsWindows(), "the programs of this test are those of Unix");
        Assert.Equal(ExitCode.Refused, await _world.FollowAsync("--on-fail", "command", "--on-fail-command", command));

        Assert.Equal(FailureCodes.FollowUpFailed, _world.Step("command").Failure!.Code);
        Assert.Contains(why, _world.Step("command").Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_would_keep_a_rollback_from_being_done_is_told_before_anything_is_watched()
    {
        Assert.Equal(ExitCode.BadInput, await _world.FollowAsync("--on-fail", "rollback", "--environment", "prod"));

        Assert.Contains("There is no environment `prod`", _world.Said, StringComparison.Ordinal);
        Assert.Empty(_world.Done);
    }

    [Fact]
    public async Task An_environment_without_any_record_cannot_be_rolled_back_which_is_told_before_anything_is_watched()
    {
        Assert.Equal(ExitCode.BadInput, await _world.FollowAsync("--on-fail", "rollback", "--environment", "production"));

        Assert.Contains("has no image on record", _world.Said, StringComparison.Ordinal);
        Assert.Empty(_world.Done);
    }

    private async Task PromoteBothAsync()
    {
        Assert.True(await _world.PromoteAsync(_world.Good) == ExitCode.Ok, _world.Said);
        Assert.True(await _world.PromoteAsync(_world.Bad) == ExitCode.Ok, _world.Said);
    }
}
