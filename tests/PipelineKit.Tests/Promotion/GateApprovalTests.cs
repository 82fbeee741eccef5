using PipelineKit.Ci;
using PipelineKit.Failures;
using PipelineKit.PullRequests;
using Xunit;

namespace PipelineKit.Tests.Promotion;

public sealed class GateApprovalTests
{
    private const string Elsewhere = "9999999999999999999999999999999999999999";

    [Theory]
    [InlineData("ben", "{ required: 1 }", "", "ben")]
    [InlineData("", "{ required: 1 }", "approvals.too-few", "nobody")]
    [InlineData("ben cem", "{ required: 2 }", "", "ben, cem")]
    [InlineData("ben Ben BEN", "{ required: 2 }", "approvals.too-few", "ben")]
    [InlineData("ann ben", "{ required: 2 }", "approvals.too-few", "ben; ann does not count: they run this promotion")]
    [InlineData("Ann ben", "{ required: 2, not-actor: false }", "", "Ann, ben")]
    [InlineData("ben dan", "{ required: 2, from: [ben, cem] }", "approvals.too-few", "ben; dan does not count: they are not among those who may")]
    [InlineData("ben@" + GateBench.Commit, "{ required: 1 }", "", "ben")]
    [InlineData("ben@" + Elsewhere, "{ required: 1 }", "approvals.too-few", "nobody; ben does not count: it is of commit " + Elsewhere)]
    [InlineData("eve cem", "{ required: 1, not-author: true }", "", "cem; eve does not count: they wrote the commit")]
    [InlineData("eve", "{ required: 1, not-author: true }", "approvals.too-few", "nobody; eve does not count: they wrote the commit")]
    public async Task Approvals_of_different_people_who_may_count(string given, string gate, string reason, string observed)
    {
        using var bench = await GateBench.MakeAsync();
        bench.Host.Approvals = query => query == new ApprovalQuery("live", GateBench.Commit) ? Given(given) : throw new InvalidOperationException();
        bench.Host.Authors = commit => commit == GateBench.Commit ? ["Eve"] : throw new InvalidOperationException();

        var outcome = await bench.JudgeAsync($"{{ approvals: {gate} }}", "approvals");

        Assert.Equal((reason, observed), (outcome.Reason, outcome.Observed));
    }

    [Fact]
    public async Task Without_knowing_who_runs_it_there_are_no_four_eyes()
    {
        using var bench = await GateBench.MakeAsync();
        bench.Ci = new CiContext { Workspace = bench.Folder.Path };
        bench.Host.Approvals = _ => Given("ben");

        Assert.Equal("approvals.actor-unknown", (await bench.JudgeAsync("{ approvals: { required: 1 } }", "approvals")).Reason);
        Assert.Equal("", (await bench.JudgeAsync("{ approvals: { required: 1, not-actor: false } }", "approvals")).Reason);
    }

    [Theory]
    [InlineData("", "approvals.actor-unknown")]
    [InlineData("ben@example.com", "approvals.too-few")]
    [InlineData("ann@example.com", "")]
    public async Task On_Azure_the_display_name_alone_does_not_tell_people_apart(string alias, string reason)
    {
        using var bench = await GateBench.MakeAsync();
        bench.Ci = new CiContext { Workspace = bench.Folder.Path, Actor = "Ben Smith", ActorAliases = alias.Length > 0 ? [alias] : [] };
        bench.Host.Approvals = _ => [new Approval("ben@example.com", "azure-approval", null, "", null, "")];

        Assert.Equal(reason, (await bench.JudgeAsync("{ approvals: { required: 1 } }", "approvals")).Reason);
    }

    [Fact]
    public async Task Without_knowing_who_wrote_the_commit_nobody_counts()
    {
        using var bench = await GateBench.MakeAsync();
        bench.Host.Approvals = _ => Given("ben");

        Assert.Equal("approvals.author-unknown", (await bench.JudgeAsync("{ approvals: { not-author: true } }", "approvals")).Reason);
    }

    [Fact]
    public async Task A_host_that_does_not_answer_fails_the_gate()
    {
        using var bench = await GateBench.MakeAsync();
        bench.Host.Approvals = _ => throw new FailureException(new Failure(FailureCodes.RemoteUnavailable, "the host is away"));

        var outcome = await bench.JudgeAsync("{ approvals: { required: 1 } }", "approvals");

        Assert.Equal(("approvals.unknown", "the host is away"), (outcome.Reason, outcome.Observed));
    }

    private static IReadOnlyList<Approval> Given(string people) =>
        [.. people.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(p => p.Split('@')).Select(p => new Approval(p[0], "github-environment", null, "", p.Length > 1 ? p[1] : null, ""))];
}
