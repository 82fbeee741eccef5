using PipelineKit.Failures;
using Xunit;

namespace PipelineKit.Tests.CanaryVerify.FollowUps;

public sealed class FollowUpInputTests : IDisposable
{
    private readonly FollowUpWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Theory]
    [InlineData("--on-fail explode", "`explode` is nothing that can follow")]
    [InlineData("--on-fail none,webhook --webhook-url https://h", "`on-fail` says `none`")]
    [InlineData("--on-fail rollback", "`on-fail: rollback` needs `environment`")]
    [InlineData("--on-fail argo-abort", "`on-fail: argo-abort` needs `argo-rollout`")]
    [InlineData("--on-fail argo-abort --argo-rollout shop/web", "`on-fail: argo-abort` needs `cluster`")]
    [InlineData("--on-fail argo-abort --argo-rollout shop --cluster https://c", "is not a namespace and the name of a Rollout")]
    [InlineData("--on-fail argo-abort --argo-rollout shop/../x --cluster https://c", "is not a namespace and the name of a Rollout")]
    [InlineData("--on-fail argo-abort --argo-rollout shop/web --cluster http://10.0.0.1", "is plain HTTP")]
    [InlineData("--on-fail webhook", "`on-fail: webhook` needs `webhook-url`")]
    [InlineData("--on-fail webhook --webhook-url http://hooks.example/T0", "`webhook-url` is plain HTTP")]
    [InlineData("--on-fail webhook --webhook-url hooks.example", "`webhook-url` is not an address")]
    [InlineData("--on-fail command", "`on-fail: command` needs `on-fail-command`")]
    [InlineData("--rollback-check-interval 10ms", "is less than a second")]
    [InlineData("--deployment-status", "tells of a deployment to an environment")]
    [InlineData("--grafana-token t", "need `grafana-url`")]
    [InlineData("--grafana-url https://g --grafana-dashboard a/b", "is not a dashboard")]
    [InlineData("--grafana-url http://g --grafana-token t", "is plain HTTP")]
    [InlineData("--otlp-headers a=b", "`otlp-headers` need `otlp-endpoint`")]
    [InlineData("--otlp-endpoint http://c:4318 --otlp-headers a=b", "is plain HTTP")]
    [InlineData("--otlp-endpoint https://c --otlp-headers a", "is no header")]
    public async Task What_is_missing_or_unsafe_is_told_before_anything_is_done(string words, string why)
    {
        Assert.Equal(ExitCode.BadInput, await _world.FollowAsync(words.Split(' ')));

        Assert.Contains(why, _world.Said, StringComparison.Ordinal);
        Assert.Empty(_world.Done);
    }
}
