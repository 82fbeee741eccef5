using PipelineKit.Cli;
using PipelineKit.Failures;
using PipelineKit.Oci;
using PipelineKit.Testing;
using PipelineKit.Testing.Git;
using PipelineKit.Tests.Cli;
using Xunit;

namespace PipelineKit.Tests.Promote;

/// <summary>An environment whose manifests are rendered, through the whole program: templates in the work tree, manifests on the branch.</summary>
public sealed class PromoteRenderTests : IDisposable
{
    private const string Branch = "pipelinekit/shop/dev";
    private readonly InMemoryRegistry _registry = new();
    private readonly CommandLineRun _run = new() { Commands = Catalog.Published.Actions };
    private readonly GitWorkTree _git;

    public PromoteRenderTests()
    {
        _git = GitWorkTree.Create(_run.Folder.Path);
        _git.Commit(
            ("pipelinekit.yaml", $$"""
                promotion:
                  app: shop
                  environments:
                  - { name: dev, repository: {{_registry.Endpoint}}/dev/shop, tag: current, lock-file: deploy/dev.lock.yaml, render: dev }
                render:
                  templates: templates
                  values: values/{environment}.yaml
                  lock-file: deploy/{environment}.lock.yaml
                  output: deploy/{environment}

                """),
            ("values/dev.yaml", "replicas: 3\n"),
            ("templates/shop.yaml.sbn", $$$"""
                apiVersion: apps/v1
                kind: Deployment
                metadata:
                  name: shop
                spec:
                  replicas: {{ replicas }}
                  selector:
                    matchLabels: { app: shop }
                  template:
                    metadata:
                      labels: { app: shop }
                    spec:
                      containers:
                      - name: shop
                        image: {{ image "{{{_registry.Endpoint}}}/dev/shop" }}

                """));
    }

    public void Dispose()
    {
        _registry.Dispose();
        _run.Dispose();
    }

    [SkippableFact]
    public async Task What_is_rendered_names_the_digest_that_was_promoted_and_nothing_else_changes()
    {
        var (one, two) = (Build("one"), Build("two"));

        await PromoteAsync(one);

        Assert.Equal([one.Text], Digests(_git.Read(Branch, "deploy/dev/shop.yaml")));
        Assert.Contains("replicas: 3", _git.Read(Branch, "deploy/dev/shop.yaml"), StringComparison.Ordinal);
        Assert.Contains(one.Text, _git.Read(Branch, "deploy/dev.lock.yaml"), StringComparison.Ordinal);
        Assert.Equal("deploy/dev.lock.yaml\ndeploy/dev/render.json\ndeploy/dev/shop.yaml", _git.Git("diff", "--name-only", "main", Branch));
        Assert.Equal("", _git.Git("status", "--porcelain"));

        _git.Git("merge", "--quiet", "--ff-only", Branch);
        var merged = _git.Git("rev-parse", "main");
        await PromoteAsync(one);
        Assert.Equal(merged, _git.Git("rev-parse", "main"));

        await PromoteAsync(two);
        Assert.Equal([two.Text], Digests(_git.Read(Branch, "deploy/dev/shop.yaml")));
        Assert.DoesNotContain(one.Text, _git.Read(Branch, "deploy/dev/render.json"), StringComparison.Ordinal);
        Assert.Equal(two, Digest.Sha256(_registry.Read("dev/shop", "current")));

        Assert.Equal(ExitCode.Ok, await _run.RunAsync("rollback", "--environment", "dev", "--reason", "slow"));
        Assert.Equal([one.Text], Digests(_git.Read(_git.Git("branch", "--list", Branch).Length > 0 ? Branch : "main", "deploy/dev/shop.yaml")));
    }

    [SkippableFact]
    public async Task A_template_that_cannot_be_rendered_stops_before_anything_moves()
    {
        _git.Commit(("templates/shop.yaml.sbn", "image: nginx:1.29\n"));

        Assert.NotEqual(ExitCode.Ok, await _run.RunAsync(Arguments(Build("one"))));

        Assert.Contains("templates/shop.yaml.sbn", _run.All, StringComparison.Ordinal);
        Assert.False(_registry.Has("dev/shop", "current"));
        Assert.Equal("", _git.Git("branch", "--list", "pipelinekit/*"));
    }

    private async Task PromoteAsync(Digest digest) => Assert.True(await _run.RunAsync(Arguments(digest)) == ExitCode.Ok, _run.All);

    private string[] Arguments(Digest digest) => ["promote", "--to", "dev", "--image", $"{_registry.Endpoint}/build/shop@{digest}"];

    private Digest Build(string seed) => _registry.Add("build/shop", seed, SampleImage.Build(seed));

    private static string[] Digests(string manifest) =>
        [.. manifest.Split('\n').Where(l => l.TrimStart().StartsWith("image:", StringComparison.Ordinal)).Select(l => l[(l.IndexOf('@', StringComparison.Ordinal) + 1)..].Trim('"', '\'', ' '))];
}
