using PipelineKit.Failures;
using PipelineKit.Render;
using PipelineKit.Testing;
using PipelineKit.Testing.Git;
using Xunit;

namespace PipelineKit.Tests.Render;

/// <summary>Manifests as commits on a branch of a real repository.</summary>
public sealed class BranchTests
{
    private const string Pod = "apiVersion: v1\nkind: Pod\nmetadata:\n  name: {{ name }}\nspec:\n  containers:\n  - name: web\n    image: {{ image 'nginx' }}\n";

    [SkippableFact]
    public async Task Manifests_are_one_commit_on_the_branch_and_the_work_tree_stays_as_it_is()
    {
        using var world = World();
        var git = GitWorkTree.Create(world.Folder.Path);
        git.Commit(("README.md", "x"));

        var result = await world.RunAsync(("set", "name=web"), ("branch", "deploy"), ("output", "k8s"), ("message", "Deploy it"), ("author", "Bot <bot@example.com>"));

        var proposal = Assert.Single(result.Environments).Proposal!;
        Assert.Equal(git.Git("rev-parse", "deploy"), proposal.Commit);
        Assert.Equal("Deploy it|Bot|bot@example.com", git.Git("log", "-1", "--format=%s|%an|%ae", "deploy"));
        Assert.Equal("k8s/render.json\nk8s/web.yaml", git.Git("diff-tree", "--no-commit-id", "--name-only", "-r", "deploy"));
        Assert.Contains("name: web", git.Read("deploy", "k8s/web.yaml"), StringComparison.Ordinal);
        Assert.Equal("", git.Git("status", "--porcelain"));
        Assert.False(Directory.Exists(Path.Combine(world.Folder.Path, "k8s")));
    }

    [SkippableFact]
    public async Task The_same_manifests_make_no_second_commit_whatever_run_they_come_from()
    {
        using var world = World();
        var git = GitWorkTree.Create(world.Folder.Path);
        git.Commit(("README.md", "x"));
        await world.RunAsync(("set", "name=web"), ("branch", "deploy"));
        var first = git.Git("rev-parse", "deploy");
        world.Run = ("2222222222222222222222222222222222222222", "https://ci.example/run/2");

        var second = await world.RunAsync(("set", "name=web"), ("branch", "deploy"));
        var check = await world.RunAsync(("set", "name=web"), ("branch", "deploy"), ("check", "true"));
        var drift = await world.RunAsync(("set", "name=other"), ("branch", "deploy"), ("check", "true"));

        Assert.True(Assert.Single(second.Environments).Proposal!.IsUnchanged);
        Assert.Equal(first, git.Git("rev-parse", "deploy"));
        Assert.Equal(ExitCode.Ok, RenderReport.From(check).Exit);
        Assert.Equal(ExitCode.GateSaidNo, RenderReport.From(drift).Exit);
        Assert.Equal("true", RenderReport.From(drift).Outputs.Single(o => o.Output.Name == "drift").Value);
    }

    [SkippableFact]
    public async Task Environments_that_share_a_branch_are_one_commit_and_others_one_each()
    {
        using var world = World();
        var git = GitWorkTree.Create(world.Folder.Path);
        git.Commit(("README.md", "x"));

        var shared = await world.RunAsync(("set", "name=web"), ("branch", "deploy"), ("environment", "dev,prod"));
        var own = await world.RunAsync(("set", "name=web"), ("branch", "env/{environment}"), ("environment", "dev,prod"));

        Assert.Equal("1", git.Git("rev-list", "--count", "main..deploy"));
        Assert.Equal("rendered/dev/render.json\nrendered/dev/web.yaml\nrendered/prod/render.json\nrendered/prod/web.yaml", git.Git("diff-tree", "--no-commit-id", "--name-only", "-r", "deploy"));
        Assert.Same(shared.Environments[0].Proposal, shared.Environments[1].Proposal);
        Assert.Equal(["env/dev", "env/prod"], own.Environments.Select(e => e.Proposal!.Branch));
        Assert.Contains("Render manifests for dev, prod", git.Git("log", "-1", "--format=%s", "deploy"), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_manifest_that_nothing_makes_any_more_is_removed_from_the_branch_and_other_files_stay()
    {
        using var world = World();
        world.Write("templates/old.sbn", Pod);
        var git = GitWorkTree.Create(world.Folder.Path);
        git.Commit(("README.md", "x"), ("rendered/mine.yaml", "y"));
        await world.RunAsync(("set", "name=web"), ("branch", "deploy"));
        File.Delete(Path.Combine(world.Folder.Path, "templates/old.sbn"));

        await world.RunAsync(("set", "name=web"), ("branch", "deploy"));

        Assert.Equal("rendered/mine.yaml\nrendered/render.json\nrendered/web.yaml", git.Git("ls-tree", "-r", "--name-only", "deploy", "rendered"));
    }

    [SkippableFact]
    public async Task A_refused_rendering_makes_no_branch()
    {
        using var world = World();
        var git = GitWorkTree.Create(world.Folder.Path);
        git.Commit(("README.md", "x"));
        world.Write("templates/web.sbn", Pod.Replace("{{ image 'nginx' }}", "nginx:1", StringComparison.Ordinal));

        var result = await world.RunAsync(("set", "name=web"), ("branch", "deploy"));

        Assert.True(result.IsRefused);
        Assert.Equal("main", git.Git("for-each-ref", "--format=%(refname:short)", "refs/heads"));
    }

    [SkippableFact]
    public async Task Another_repository_gets_the_commit_when_it_is_named()
    {
        using var world = World();
        var git = GitWorkTree.Create(Path.Combine(world.Folder.Path, "deployments"));

        await world.RunAsync(("set", "name=web"), ("branch", "main-manifests"), ("repository", "deployments"), ("output", "."));

        Assert.Equal("render.json\nweb.yaml", git.Git("ls-tree", "-r", "--name-only", "main-manifests"));
    }

    [SkippableFact]
    public async Task Without_a_repository_the_reason_is_told()
    {
        using var world = World();

        var failure = await Assert.ThrowsAsync<FailureException>(() => world.RunAsync(("set", "name=web"), ("branch", "deploy")));

        Assert.Equal(FailureCodes.UnusableRepository, Assert.Single(failure.Failures).Code);
    }

    private static RenderWorld World()
    {
        Peer.Program("git");
        return RenderTests.World(("templates/web.sbn", Pod));
    }
}
