using PipelineKit.Audit;
using PipelineKit.Failures;
using PipelineKit.Testing;
using PipelineKit.Testing.Git;
using PipelineKit.Tests.Report;
using Xunit;

namespace PipelineKit.Tests.Drift;

/// <summary>The whole program over ledger, lock, manifests and a registry.</summary>
public sealed class DriftTests
{
    [Fact]
    public async Task Nothing_differs_where_everything_is_as_recorded()
    {
        using var setup = new DriftSetup();
        setup.Manifest($"{setup.Image}@{setup.Digest}", DriftSetup.Postgres);

        Assert.True(await setup.RunAsync("--deep") == ExitCode.Ok, setup.Program.All);

        Assert.Empty(setup.Kinds);
        Assert.Contains("what is there is what is recorded", setup.Program.All, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_manifest_with_another_digest_is_found_at_its_line_with_both_digests()
    {
        using var setup = new DriftSetup();
        setup.Manifest($"{setup.Image}@{setup.Before}");

        Assert.True(await setup.RunAsync() == ExitCode.GateSaidNo, setup.Program.All);

        var finding = setup.Finding("manifest-differs");
        Assert.Equal(("deploy/shop.yaml:9", setup.Digest.Text, setup.Before.Text), (finding.GetProperty("where").GetString(), finding.GetProperty("expected").GetString(), finding.GetProperty("actual").GetString()));
        Assert.Contains("error manifest-differs deploy/shop.yaml:9", setup.Program.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_way_a_manifest_can_differ_has_its_own_name()
    {
        using var setup = new DriftSetup();
        setup.Manifest(
            $"{setup.Image}:production", $"{setup.Registry.Endpoint}/acme/staging/shop@{setup.Digest}", "postgres:17", "postgres@" + setup.Before, "docker.io/library/nginx:1", $"{setup.Image}@{setup.Sample.Children[1].Digest}");

        Assert.Equal(ExitCode.GateSaidNo, await setup.RunAsync());

        Assert.Equal(["manifest-unpinned", "other-repository", "manifest-unpinned", "manifest-differs", "unmanaged"], setup.Kinds);
    }

    [Fact]
    public async Task Manifests_that_do_not_name_the_image_are_drift()
    {
        using var setup = new DriftSetup();
        setup.Manifest(DriftSetup.Postgres);

        Assert.Equal(ExitCode.GateSaidNo, await setup.RunAsync("--sources", "manifests"));
        Assert.Equal(["manifest-missing"], setup.Kinds);
    }

    [Fact]
    public async Task The_lock_is_held_against_the_ledger()
    {
        using var setup = new DriftSetup();
        setup.Lock(setup.Before);

        Assert.Equal(ExitCode.GateSaidNo, await setup.RunAsync("--sources", "manifests"));
        Assert.Equal(["lock-differs"], setup.Kinds);

        File.Delete(Path.Combine(setup.Folder.Path, "deploy/images.lock.yaml"));
        Assert.Equal(ExitCode.GateSaidNo, await setup.RunAsync("--sources", "manifests"));
        Assert.Equal(["lock-missing"], setup.Kinds);
    }

    [Fact]
    public async Task A_moved_tag_is_reported_as_drift()
    {
        using var setup = new DriftSetup();
        setup.Registry.AddTag("acme/shop", "production", setup.Before);

        Assert.Equal(ExitCode.GateSaidNo, await setup.RunAsync("--sources", "registry"));

        Assert.Equal(setup.Before.Text, setup.Finding("tag-moved").GetProperty("actual").GetString());
    }

    [Fact]
    public async Task An_image_that_is_gone_and_one_of_which_a_layer_is_gone_are_told_apart()
    {
        using var setup = new DriftSetup();
        var gone = LedgerScript.Image("gone");
        setup.Ledger(new LedgerScript("production", setup.Image).Add("06-02 10:00", LedgerKind.Commit, gone));
        Assert.Equal(ExitCode.GateSaidNo, await setup.RunAsync("--sources", "registry", "--deep"));
        Assert.Equal(["digest-gone", "tag-moved"], setup.Kinds);

        var broken = SampleImage.Build("broken", "linux/amd64", "linux/arm64");
        setup.Registry.Add("acme/shop", "production", broken with { Blobs = [.. broken.Blobs.Skip(1)], Children = [broken.Children[0]] });
        setup.Ledger(new LedgerScript("production", setup.Image).Add("06-02 10:00", LedgerKind.Commit, broken.Root.Digest));
        Assert.Equal(ExitCode.Ok, await setup.RunAsync("--sources", "registry"));
        Assert.Equal(ExitCode.GateSaidNo, await setup.RunAsync("--sources", "registry", "--deep"));
        Assert.Contains(broken.Children[1].Digest.Text, setup.Finding("incomplete").GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_registry_that_does_not_answer_is_never_no_drift()
    {
        using var setup = new DriftSetup();
        setup.Registry.Dispose();

        Assert.Equal(ExitCode.Unavailable, await setup.RunAsync("--sources", "registry", "--timeout", "20s"));

        Assert.Equal(["unreadable"], setup.Kinds);
    }

    [Fact]
    public async Task An_environment_without_a_record_has_nothing_to_compare_with()
    {
        using var setup = new DriftSetup();

        Assert.Equal(ExitCode.GateSaidNo, await setup.RunAsync("--environment", "staging"));
        Assert.Equal(["no-record"], setup.Kinds);
    }

    [Fact]
    public async Task A_promotion_under_way_is_told_and_is_no_drift()
    {
        using var setup = new DriftSetup();
        setup.Ledger(new LedgerScript("production", setup.Image).Add("06-02 10:00", LedgerKind.Commit, setup.Digest).Add("06-03 10:00", LedgerKind.Intent, setup.Before));

        Assert.Equal(ExitCode.Ok, await setup.RunAsync());
        Assert.Equal(["promotion-open"], setup.Kinds);
    }

    [Fact]
    public async Task What_was_rejected_is_said_to_be_so()
    {
        using var setup = new DriftSetup();
        setup.Ledger(new LedgerScript("production", setup.Image).Add("06-01 10:00", LedgerKind.Commit, setup.Digest).Add("06-03 10:00", LedgerKind.Reject, setup.Before, e => e with { Reason = "leaks memory" }));
        setup.Manifest($"{setup.Image}@{setup.Before}");

        await setup.RunAsync();

        Assert.Contains("leaks memory", setup.Finding("manifest-differs").GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("report", ExitCode.Ok, 1)]
    [InlineData("fail", ExitCode.GateSaidNo, 1)]
    [InlineData("ignore", ExitCode.Ok, 0)]
    public async Task What_nobody_recorded_is_told_fails_or_is_left_out(string unmanaged, ExitCode exit, int count)
    {
        using var setup = new DriftSetup();
        setup.Manifest($"{setup.Image}@{setup.Digest}", "docker.io/library/nginx:1");

        Assert.True(await setup.RunAsync("--unmanaged", unmanaged) == exit, setup.Program.All);
        Assert.Equal(count, setup.Kinds.Length);

        Assert.Equal(ExitCode.Ok, await setup.RunAsync("--unmanaged", unmanaged, "--ignore", "docker.io/**"));
        Assert.Empty(setup.Kinds);
    }

    [SkippableFact]
    public async Task Lock_and_manifests_are_read_from_a_branch()
    {
        using var setup = new DriftSetup();
        Peer.Program("git");
        var work = GitWorkTree.Create(setup.Folder.Path);
        work.Commit();
        setup.Manifest($"{setup.Image}@{setup.Before}");

        Assert.Equal(ExitCode.GateSaidNo, await setup.RunAsync("--sources", "manifests"));
        Assert.True(await setup.RunAsync("--sources", "manifests", "--branch", "main", "--host", "git") == ExitCode.Ok, setup.Program.All);
        Assert.Equal(ExitCode.BadInput, await setup.RunAsync("--branch", "master", "--host", "git"));
    }

    [Fact]
    public async Task Findings_in_files_go_to_code_scanning()
    {
        using var setup = new DriftSetup();
        setup.Manifest($"{setup.Image}@{setup.Before}");

        await setup.RunAsync("--sarif-file", "drift.sarif");

        var sarif = setup.Folder.Read("drift.sarif");
        Assert.Contains("\"ruleId\": \"manifest-differs\"", sarif, StringComparison.Ordinal);
        Assert.Contains("\"uri\": \"deploy/shop.yaml\"", sarif, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--sources git", "`git` is not a source")]
    [InlineData("--sources cluster", "There is no cluster to look at")]
    [InlineData("--sources manifests --cluster-state c.json", "`sources` leaves it out")]
    [InlineData("--sources manifests --deep", "`deep` looks in the registry")]
    [InlineData("--cluster 10.0.0.1:6443", "`cluster` is not an address")]
    [InlineData("--cluster http://10.0.0.1:6443", "is plain HTTP")]
    [InlineData("--cluster in-cluster --kube-context x", "are for `cluster: kubeconfig`")]
    [InlineData("--namespaces staging=a --cluster-state c.json", "names the environment `staging`, which is not looked at")]
    [InlineData("--cluster-state c.json", "c.json")]
    [InlineData("--cluster-state *.none", "`*.none` of `cluster-state` fits no file")]
    [InlineData("--environment prod", "There is no environment `prod`")]
    [InlineData("--environment production,staging --namespaces a", "to which environment the namespace `a` belongs")]
    [InlineData("--environment production,staging --manifests a.yaml", "of which environment the `manifests` are")]
    [InlineData("--environment production,staging --cluster-state pipelinekit.yaml --namespaces staging=a", "which namespaces of the cluster are those of `production`")]
    public async Task What_cannot_be_meant_is_refused(string words, string why)
    {
        using var setup = new DriftSetup();

        Assert.True(await setup.RunAsync(words.Split(' ')) == ExitCode.BadInput, setup.Program.All);

        Assert.Contains(why, setup.Program.Error, StringComparison.Ordinal);
    }
}
