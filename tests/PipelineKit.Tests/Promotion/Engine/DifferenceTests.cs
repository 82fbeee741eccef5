using System.Text.Json;
using System.Text.Json.Nodes;
using PipelineKit.Oci;
using PipelineKit.Signatures;
using PipelineKit.Sigstore;
using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Tests.Promotion.Engine;

/// <summary>What a pull request says about two images, read from what lies beside them in a registry.</summary>
public sealed class DifferenceTests
{
    private const string Sbom = "application/vnd.cyclonedx+json";

    [Theory]
    [InlineData("github", HostKind.GitHub)]
    [InlineData("azure-repos", HostKind.Azure)]
    [InlineData("git", HostKind.Console)]
    public async Task The_pull_request_says_which_commits_packages_and_vulnerabilities_differ(string host, HostKind kind)
    {
        using var world = new PromotionWorld(Signed());
        world.Host.Kind = host;
        var (one, two) = (Build(world, "one", new string('a', 40)), Build(world, "two", new string('b', 40)));
        using var key = world.PublicKey("release.pub");
        await AttestAsync(world, key, one, PredicateTypes.CycloneDx, Bom(("openssl", "3.0.1"), ("@everyone <b>closes #1</b>", "1"), ("zlib", "1.3")));
        await AttestAsync(world, key, two, PredicateTypes.CycloneDx, Bom(("openssl", "3.0.2"), ("[evil](https://evil.example)", "2"), ("zlib", "1.3")));
        await AttestAsync(world, key, one, PredicateTypes.Vulnerabilities, Scan("2026-11-19", ("CVE-2026-1", "9.8"), ("CVE-2026-2", "5.0")));
        await AttestAsync(world, key, two, PredicateTypes.Vulnerabilities, Scan("2026-11-20", ("CVE-2026-2", "5.0"), ("fixes #2 @acme", "high")));
        await world.PromoteAsync("dev", one);
        world.Merge("dev");

        await world.PromoteAsync("dev", two);

        var body = world.Host.PullRequests[^1].Proposal.Body;
        body = body.Replace(world.Registry.Endpoint, "registry.example", StringComparison.Ordinal).Replace(world.Settings.Digest.Text, "(policy)", StringComparison.Ordinal);
        GoldenFile.Check(body, "Promotion", kind);
        Assert.Empty(world.Registry.Unexpected);
    }

    [Fact]
    public async Task What_nobody_signed_is_compared_and_said_to_be_unsigned()
    {
        using var world = new PromotionWorld();
        var (one, two) = (world.Build("one"), world.Build("two"));
        Attach(world, one, Bom(("openssl", "3.0.1")));
        Attach(world, two, Bom(("openssl", "3.0.2")));
        await world.PromoteAsync("dev", one);
        world.Merge("dev");

        await world.PromoteAsync("dev", two);

        var body = world.Host.PullRequests[^1].Proposal.Body;
        Assert.Contains(@"| openssl (deb) | 3\.0.1 | 3\.0.2 |", body, StringComparison.Ordinal);
        Assert.Contains("The bills of materials that are compared are not signed.", body, StringComparison.Ordinal);
        Assert.Contains("The commits are not known: ", body, StringComparison.Ordinal);
        Assert.Contains("Vulnerabilities were not compared: ", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Evidence_that_cannot_be_read_is_said_and_stops_nothing()
    {
        using var world = new PromotionWorld();
        var (one, two) = (world.Build("one"), world.Build("two"));
        Attach(world, one, "no bill");
        await world.PromoteAsync("dev", one);
        world.Merge("dev");

        var result = await world.PromoteAsync("dev", two);

        Assert.False(result.IsRefused);
        Assert.Contains("Packages were not compared: ", world.Host.PullRequests[^1].Proposal.Body, StringComparison.Ordinal);
        Assert.Contains("has no bill of materials beside it", world.Host.PullRequests[^1].Proposal.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_promotion_is_told_in_the_same_words_by_another_run()
    {
        using var world = new PromotionWorld();
        Attach(world, world.Build("one"), Bom(("openssl", "3.0.1")));
        await world.PromoteAsync("dev", world.Build("one"));
        var body = world.Host.PullRequests[^1].Proposal.Body;

        var again = await world.PromoteAsync("dev", world.Build("one"));

        Assert.False(again.IsChanged);
        Assert.Equal(body, world.Host.PullRequests[^1].Proposal.Body);
    }

    private static string Signed() => PromotionWorld.DefaultSettings.Replace("name: dev,", "name: dev, gates: { signature: { key: release.pub } },", StringComparison.Ordinal);

    private static Digest Build(PromotionWorld world, string seed, string revision)
    {
        var image = SampleImage.Build(seed, "linux/amd64", "linux/arm64");
        var index = JsonNode.Parse(image.Root.Bytes)!.AsObject();
        index["annotations"] = new JsonObject { ["org.opencontainers.image.revision"] = revision, ["org.opencontainers.image.source"] = "https://github.com/acme/shop" };
        return world.Registry.Add("build/shop", seed, image with { Root = SampleContent.Of(image.Root.MediaType, index) });
    }

    private static void Attach(PromotionWorld world, Digest image, string bom)
    {
        world.Registry.AddContent("build/shop", SampleContent.Of("application/vnd.oci.empty.v1+json", "{}"u8.ToArray()));
        world.Registry.AddReferrer("build/shop", image, Sbom, bom);
    }

    internal static async Task AttestAsync(PromotionWorld world, KeySigner key, Digest image, string type, string predicate)
    {
        using var json = JsonDocument.Parse(predicate);
        using var http = new HttpMessageInvoker(new SocketsHttpHandler());
        using var signer = BundleSigner.WithKey(key, SigningServices.None, root: null, http, world.Time);
        var bundle = await signer.SignStatementAsync(new Attestation(type, json.RootElement.Clone()).About("shop", image).ToJson(), default);
        using var transport = new RegistryTransport(new RegistryTransportOptions { MaximumTries = 1, Time = world.Time });
        var client = new RegistryClient(transport);
        var repository = ImageReference.Parse($"{world.Registry.Endpoint}/build/shop");
        var manifest = await client.GetManifestAsync(repository, image, default);
        await new SignatureStore(client, world.Time).AttachAsync(repository, new Descriptor(manifest.MediaType, image, manifest.Bytes.Length), bundle, SignatureFormats.Bundle, default);
    }

    internal static string Bom(params (string Name, string Version)[] packages)
    {
        var components = packages.Select(p => (JsonNode)new JsonObject
        {
            ["type"] = "library",
            ["name"] = p.Name,
            ["version"] = p.Version,
            ["purl"] = $"pkg:deb/debian/{Uri.EscapeDataString(p.Name)}@{p.Version}",
        });
        return new JsonObject { ["bomFormat"] = "CycloneDX", ["specVersion"] = "1.6", ["version"] = 1, ["components"] = new JsonArray([.. components]) }.ToJsonString();
    }

    private static string Scan(string day, params (string Id, string Score)[] found)
    {
        var result = found.Select(f => (JsonNode)new JsonObject { ["id"] = f.Id, ["severity"] = new JsonArray(new JsonObject { ["method"] = "nvd", ["score"] = f.Score }) });
        return new JsonObject { ["scanner"] = new JsonObject { ["result"] = new JsonArray([.. result]) }, ["metadata"] = new JsonObject { ["scanFinishedOn"] = day + "T10:00:00Z" } }.ToJsonString();
    }
}
