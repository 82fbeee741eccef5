using System.Text.Json;
using PipelineKit.Failures;
using PipelineKit.Testing;
using PipelineKit.Tests.Report;
using Xunit;

namespace PipelineKit.Tests.Drift;

/// <summary>What runs in a cluster, from files.</summary>
public sealed class ClusterTests
{
    private static readonly string[] Offline = ["--sources", "cluster", "--cluster-state", "c.json"];

    [Theory]
    [InlineData("docker.io/library/shop@{0}")]
    [InlineData("docker-pullable://shop@{0}")]
    [InlineData("shop@{0}")]
    public async Task The_recorded_image_may_be_named_in_every_way_a_kubelet_does(string id)
    {
        using var setup = new DriftSetup();
        setup.Folder.Write("c.json", Pods.List(Pods.Pod("shop-1", $"{setup.Image}@{setup.Digest}", string.Format(System.Globalization.CultureInfo.InvariantCulture, id, setup.Digest))));

        Assert.True(await setup.RunAsync(Offline) == ExitCode.Ok, setup.Program.All);
        Assert.Equal(1, setup.Result.GetProperty("environments")[0].GetProperty("containers").GetInt32());
    }

    [Theory]
    [InlineData("containers")]
    [InlineData("initContainers")]
    [InlineData("ephemeralContainers")]
    public async Task Another_image_in_any_kind_of_container_is_drift_and_pods_of_one_owner_are_one_finding(string list)
    {
        using var setup = new DriftSetup();
        var (image, id) = ($"{setup.Image}:production", $"{setup.Image}@{LedgerScript.Image("other")}");
        setup.Lock(setup.Digest, setup.Sample.Children[0].Digest, setup.Sample.Children[1].Digest);
        setup.Folder.Write("c.json", Pods.List(Pods.Pod("shop-1", image, id, list: list), Pods.Pod("shop-2", image, id, list: list), Pods.Pod("shop-3", image, $"{setup.Image}@{setup.Digest}", list: list)));

        Assert.Equal(ExitCode.GateSaidNo, await setup.RunAsync("--sources", "cluster,registry", "--cluster-state", "c.json"));

        var finding = setup.Finding("running-differs");
        Assert.Equal(("shop/Pod/shop-1/web", LedgerScript.Image("other").Text), (finding.GetProperty("where").GetString(), finding.GetProperty("actual").GetString()));
        Assert.Contains("The same in 1 more.", finding.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_digest_of_a_platform_belongs_to_the_index_by_the_lock_or_by_the_registry()
    {
        using var setup = new DriftSetup();
        var platform = setup.Sample.Children[1].Digest;
        setup.Folder.Write("c.json", Pods.List(Pods.Pod("shop-1", $"{setup.Image}@{setup.Digest}", $"{setup.Image}@{platform}")));

        Assert.Equal(ExitCode.GateSaidNo, await setup.RunAsync(Offline));
        Assert.Equal(["running-unknown"], setup.Kinds);
        Assert.Equal(ExitCode.Ok, await setup.RunAsync("--sources", "cluster,registry", "--cluster-state", "c.json"));
        setup.Lock(setup.Digest, setup.Sample.Children[0].Digest, platform);
        Assert.True(await setup.RunAsync(Offline) == ExitCode.Ok, setup.Program.All);
    }

    [Fact]
    public async Task The_identifier_of_a_configuration_belongs_to_its_image_by_the_registry()
    {
        using var setup = new DriftSetup();
        var config = JsonDocument.Parse(setup.Sample.Children[0].Bytes).RootElement.GetProperty("config").GetProperty("digest").GetString();
        setup.Folder.Write("c.json", Pods.List(Pods.Pod("shop-1", $"{setup.Image}@{setup.Digest}", $"docker://{config}")));

        Assert.True(await setup.RunAsync("--sources", "cluster,registry", "--cluster-state", "c.json") == ExitCode.Ok, setup.Program.All);
    }

    [Fact]
    public async Task A_container_that_has_not_started_is_not_known_to_be_right()
    {
        using var setup = new DriftSetup();
        setup.Folder.Write("c.json", Pods.List(Pods.Pod("shop-1", $"{setup.Image}@{setup.Digest}", "", phase: "Pending")));

        Assert.Equal(ExitCode.GateSaidNo, await setup.RunAsync(Offline));
        Assert.Equal(["running-unknown"], setup.Kinds);
    }

    [Fact]
    public async Task What_has_ended_and_what_another_object_made_is_not_asked()
    {
        using var setup = new DriftSetup();
        var old = $"{setup.Image}@{setup.Before}";
        var scaledDown = Pods.Workload("ReplicaSet", "old", old);
        scaledDown["spec"]!["replicas"] = 0;
        var done = Pods.Workload("Job", "done", old);
        done["status"] = new System.Text.Json.Nodes.JsonObject { ["completionTime"] = "2026-06-01T10:00:00Z" };
        var deleted = Pods.Pod("shop-9", old, old);
        deleted["metadata"]!["deletionTimestamp"] = "2026-06-01T10:00:00Z";
        setup.Folder.Write("c.json", Pods.List(Pods.Pod("shop-1", $"{setup.Image}@{setup.Digest}", $"{setup.Image}@{setup.Digest}"), Pods.Pod("job-1", old, old, phase: "Succeeded"), scaledDown, done, deleted));

        Assert.True(await setup.RunAsync(Offline) == ExitCode.Ok, setup.Program.All);
    }

    [Theory]
    [InlineData("Deployment")]
    [InlineData("StatefulSet")]
    [InlineData("CronJob")]
    [InlineData("Rollout")]
    public async Task What_an_object_asks_for_is_compared_too(string kind)
    {
        using var setup = new DriftSetup();
        setup.Folder.Write("c.json", Pods.Workload(kind, "shop", $"{setup.Image}:production").ToJsonString() + "\n" + Pods.List(Pods.Workload(kind, "other", $"{setup.Image}@{setup.Before}")));

        Assert.Equal(ExitCode.GateSaidNo, await setup.RunAsync("--sources", "cluster,registry", "--cluster-state", "c.json"));

        Assert.Equal(["spec-unpinned", "spec-differs"], setup.Kinds);
    }

    [Fact]
    public async Task Nothing_that_runs_the_image_is_drift_and_unknown_images_are_told_apart()
    {
        using var setup = new DriftSetup();
        setup.Folder.Write("c.json", Pods.List(Pods.Pod("proxy-1", "docker.io/envoy/envoy:1", "docker.io/envoy/envoy@" + setup.Before), Pods.Pod("proxy-2", "docker.io/envoy/envoy:1", "docker.io/envoy/envoy@" + setup.Before)));

        Assert.Equal(ExitCode.GateSaidNo, await setup.RunAsync(Offline));
        Assert.Equal(["unmanaged", "not-running"], setup.Kinds);
        Assert.Equal(ExitCode.GateSaidNo, await setup.RunAsync([.. Offline, "--ignore", "shop/Pod/proxy-*"]));
        Assert.Equal(["not-running"], setup.Kinds);
    }

    [Fact]
    public async Task Namespaces_say_which_objects_belong_to_an_environment()
    {
        using var setup = new DriftSetup();
        var good = $"{setup.Image}@{setup.Digest}";
        setup.Folder.Write("c.json", Pods.List(Pods.Pod("shop-1", good, good), Pods.Pod("shop-1", $"{setup.Image}@{setup.Before}", $"{setup.Image}@{setup.Before}", ns: "shop-staging")));

        Assert.Equal(ExitCode.Ok, await setup.RunAsync([.. Offline, "--namespaces", "shop"]));
        Assert.Equal(ExitCode.GateSaidNo, await setup.RunAsync([.. Offline]));
    }

    [Theory]
    [InlineData("", "has no object of Kubernetes")]
    [InlineData("[]", "an object of Kubernetes was expected")]
    [InlineData("{}", "has no `kind`")]
    [InlineData("""{"kind":"List","items":[{"kind":"Pod"}]}""", "has no `kind` or no `metadata.name`")]
    [InlineData("""{"kind":"List","items":[1]}""", "an item that is no object")]
    [InlineData("""{"kind":"Pod","metadata":{"name":"a","name":"b"}}""", "is not what `kubectl get -o json` prints")]
    [InlineData("""{"kind":"List","items":[""", "is not what `kubectl get -o json` prints")]
    [InlineData("NAME  READY\nshop  1/1", "is not what `kubectl get -o json` prints")]
    public async Task Output_that_is_none_is_bad_input_and_never_no_drift(string content, string why)
    {
        using var setup = new DriftSetup();
        setup.Folder.Write("c.json", content);

        Assert.True(await setup.RunAsync(Offline) == ExitCode.BadInput, setup.Program.All);

        Assert.Contains(why, setup.Program.Error, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task What_kubectl_itself_prints_is_read()
    {
        using var setup = new DriftSetup();
        var kubectl = Peer.Program("kubectl");
        setup.Manifest($"{setup.Image}@{setup.Before}");
        setup.Folder.Write("second.yaml", setup.Folder.Read("deploy/shop.yaml").Replace("name: shop", "name: other", StringComparison.Ordinal));
        var printed = (await new Child(kubectl, "annotate", "--local", "-f", "deploy/shop.yaml", "-f", "second.yaml", "a=b", "-o", "json") { WorkingDirectory = setup.Folder.Path }.RunAsync()).Expect(0).Output;
        setup.Folder.Write("c.json", printed);

        Assert.Equal(ExitCode.GateSaidNo, await setup.RunAsync("--sources", "cluster,registry", "--cluster-state", "*.json"));
        Assert.Equal(["spec-differs", "spec-differs"], setup.Kinds);
    }
}
