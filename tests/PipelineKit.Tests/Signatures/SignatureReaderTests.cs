using System.Text.Json.Nodes;
using PipelineKit.Oci;
using PipelineKit.Signatures;
using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Tests.Signatures;

/// <summary>A listing is complete or it throws; what is broken is told.</summary>
public sealed class SignatureReaderTests
{
    private const string BundleType = "application/vnd.dev.sigstore.bundle.v0.3+json";

    private static readonly byte[] Good = SampleBundles.Statement(SignatureWorld.Subject.Digest, SampleBundles.Key()).ToJson();

    [Theory]
    [InlineData("api")]
    [InlineData("fallback")]
    [InlineData("layout")]
    public async Task An_image_without_signatures_has_none(string place)
    {
        using var world = await SignatureWorld.WithImageAsync(place);

        var listing = await world.ListAsync();

        Assert.Empty(listing.Signatures);
        Assert.Empty(listing.Unreadable);
    }

    [Theory]
    [InlineData("/referrers/", 429, RegistryProblem.Throttled)]
    [InlineData("/referrers/", 503, RegistryProblem.Unavailable)]
    [InlineData("/referrers/", 401, RegistryProblem.Unauthorized)]
    [InlineData("/referrers/", 403, RegistryProblem.Forbidden)]
    [InlineData(".sig", 429, RegistryProblem.Throttled)]
    [InlineData(".sig", 500, RegistryProblem.Unavailable)]
    [InlineData(".att", 403, RegistryProblem.Forbidden)]
    [InlineData("/manifests/sha256:", 429, RegistryProblem.Throttled)]
    [InlineData("/manifests/sha256:", 401, RegistryProblem.Unauthorized)]
    [InlineData("/blobs/", 429, RegistryProblem.Throttled)]
    [InlineData("/blobs/", 502, RegistryProblem.Unavailable)]
    public async Task A_listing_that_fails_is_never_an_empty_one(string target, int status, RegistryProblem problem)
    {
        using var world = await SignatureWorld.WithImageAsync("api");
        await world.AttachAsync(SampleBundles.Statement(SignatureWorld.Subject.Digest, SampleBundles.Key()));
        world.Registry.Break(RegistryFault.Status(status) with { Target = target });

        var error = await Assert.ThrowsAsync<RegistryException>(world.ListAsync);

        Assert.Equal(problem, error.Problem);
    }

    [Fact]
    public async Task A_fallback_tag_that_is_throttled_is_no_empty_listing()
    {
        using var world = await SignatureWorld.WithImageAsync("fallback");
        world.Registry.Break(RegistryFault.Status(429) with { Target = "/manifests/sha256-" });

        Assert.Equal(RegistryProblem.Throttled, (await Assert.ThrowsAsync<RegistryException>(world.ListAsync)).Problem);
    }

    [Theory]
    [InlineData("application/vnd.dev.sigstore.bundle+json;version=0.1")]
    [InlineData("application/vnd.dev.sigstore.bundle+json;version=0.2")]
    [InlineData("application/vnd.dev.sigstore.bundle+json;version=0.3")]
    [InlineData(BundleType)]
    public async Task Bundles_of_each_type_are_found(string type)
    {
        using var world = await SignatureWorld.WithImageAsync("fallback");
        Add(world, Good, type);

        Assert.Single((await world.ListAsync()).Signatures);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_type_that_only_the_manifest_tells_is_found(bool listed)
    {
        using var world = await SignatureWorld.WithImageAsync("fallback");

        // As actions/attest wrote at first: the configuration has the type; and a registry that lists without types.
        Add(world, Good, listed ? "" : BundleType, change: m =>
        {
            m.Remove("artifactType");
            m["config"]!["mediaType"] = BundleType;
        });

        Assert.Single((await world.ListAsync()).Signatures);
    }

    [Fact]
    public async Task Other_artifacts_are_not_even_fetched()
    {
        using var world = await SignatureWorld.WithImageAsync("api");
        world.Registry.AddReferrer("a/b", SignatureWorld.Subject.Digest, "application/vnd.cyclonedx+json", "parts");
        world.Registry.AddReferrer("a/b", SignatureWorld.Subject.Digest, "application/vnd.cncf.notary.signature", "another signature");

        var listing = await world.ListAsync();

        Assert.Empty(listing.Signatures);
        Assert.Empty(listing.Unreadable);
        Assert.Equal(0, world.Registry.Log.Count("GET", "/manifests/sha256:"));
    }

    [Fact]
    public async Task What_is_broken_is_told_and_what_is_good_beside_it_read()
    {
        using var world = await SignatureWorld.WithImageAsync("fallback");
        Add(world, "no bundle"u8.ToArray());
        Add(world, Good[..^1]);
        Add(world, Good, change: m => m["subject"]!["digest"] = Digest.Sha256("another image"u8).Text);
        Add(world, Good, change: m => m["layers"] = new JsonArray());
        Add(world, Good, change: m => m["layers"]![0]!["mediaType"] = "text/plain");
        Add(world, Good, change: m => m["layers"]![0]!["size"] = (16 << 20) + 1);
        Add(world, Good, change: m => m["layers"]![0]!["size"] = 7);
        Add(world, Good, change: m => m["layers"]![0]!["digest"] = Digest.Sha256("not there"u8).Text);
        Add(world, Good, change: m => m["schemaVersion"] = 1);
        Add(world, Good);

        var listing = await world.ListAsync();

        Assert.Equal([Good], listing.Signatures.Select(s => s.Bundle.ToJson()));
        var problems = listing.Unreadable.Select(u => u.Problem).ToList();
        Assert.Equal(9, problems.Count);
        foreach (var part in (string[])["bundle", "does not refer to this image", "no layer", "text/plain", "16777217 bytes", "schemaVersion", "BLOB_UNKNOWN"])
        {
            Assert.Contains(problems, p => p.Contains(part, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task A_listed_manifest_that_is_gone_is_told()
    {
        using var world = await SignatureWorld.WithImageAsync("fallback");
        Add(world, Good);
        world.Registry.Break(RegistryFault.Status(404) with { Target = "/manifests/sha256:" });

        var listing = await world.ListAsync();

        Assert.Empty(listing.Signatures);
        Assert.Single(listing.Unreadable);
    }

    [Fact]
    public async Task Bytes_of_another_digest_are_no_broken_signature_but_a_registry_that_lies()
    {
        using var world = await SignatureWorld.WithImageAsync("api");
        Add(world, Good);
        world.Registry.Break(RegistryFault.Body([.. Good[..^1], (byte)' ']) with { Target = "/blobs/" });
        world.Registry.HasReferrersApi = false;

        await Assert.ThrowsAsync<DigestMismatchException>(world.ListAsync);
    }

    [Fact]
    public async Task Too_many_signatures_are_refused_before_any_is_fetched()
    {
        using var world = await SignatureWorld.WithImageAsync("api");
        for (var i = 0; i <= SignatureReader.MaximumSignatures; i++)
        {
            world.Registry.AddReferrer("a/b", SignatureWorld.Subject.Digest, BundleType, $"{i}");
        }

        var error = await Assert.ThrowsAsync<RegistryException>(world.ListAsync);

        Assert.Contains("257 signatures", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, world.Registry.Log.Count("GET", "/manifests/sha256:"));
    }

    [Fact]
    public async Task Too_many_layers_of_older_signatures_are_refused_before_any_is_fetched()
    {
        using var world = await SignatureWorld.WithImageAsync("api");
        await world.AttachSimpleAsync();
        AddLayers(world, SignatureReader.MaximumSignatures + 1, size: 10);

        Assert.Contains("257 signatures", (await Assert.ThrowsAsync<RegistryException>(world.ListAsync)).Message, StringComparison.Ordinal);
        Assert.Equal(0, world.Registry.Log.Count("GET", "/blobs/"));
    }

    [Fact]
    public async Task Signatures_that_are_too_large_together_are_refused_before_any_is_fetched()
    {
        using var world = await SignatureWorld.WithImageAsync("api");
        await world.AttachSimpleAsync();
        AddLayers(world, 65, size: 1 << 20);

        Assert.Contains("in all", (await Assert.ThrowsAsync<RegistryException>(world.ListAsync)).Message, StringComparison.Ordinal);
        Assert.Equal(0, world.Registry.Log.Count("GET", "/blobs/"));
    }

    [Fact]
    public async Task A_listing_costs_three_requests_and_two_for_each_bundle()
    {
        using var world = await SignatureWorld.WithImageAsync("api");
        await world.AttachAsync(SampleBundles.Statement(SignatureWorld.Subject.Digest, SampleBundles.Key(), note: "one"));
        await world.AttachAsync(SampleBundles.Statement(SignatureWorld.Subject.Digest, SampleBundles.Key(), note: "two"));
        world.Registry.Log.Clear();

        await world.ListAsync();

        Assert.Equal(3 + (2 * 2), world.Registry.Log.Requests.Count);
    }

    private static void AddLayers(SignatureWorld world, int count, long size)
    {
        var tag = $"sha256-{SignatureWorld.Subject.Digest.Hex}.sig";
        var manifest = JsonNode.Parse(world.Registry.Read("a/b", tag))!.AsObject();
        var layer = manifest["layers"]![0]!;
        layer["size"] = size;
        manifest["layers"] = new JsonArray([.. Enumerable.Range(0, count).Select(_ => layer.DeepClone())]);
        world.Registry.AddManifest("a/b", tag, SampleContent.Of(MediaTypes.OciManifest, manifest));
        world.Registry.Log.Clear();
    }

    /// <summary>Lists a bundle's manifest under the fallback tag, whatever is wrong with it.</summary>
    private static void Add(SignatureWorld world, byte[] bundle, string listedType = BundleType, Action<JsonObject>? change = null)
    {
        var blob = SampleContent.Of(listedType.Length > 0 ? listedType : BundleType, bundle);
        var manifest = new JsonObject
        {
            ["schemaVersion"] = 2,
            ["mediaType"] = MediaTypes.OciManifest,
            ["artifactType"] = blob.MediaType,
            ["config"] = SampleContent.Of("application/vnd.oci.empty.v1+json", "{}"u8.ToArray()).Descriptor(),
            ["layers"] = new JsonArray(blob.Descriptor()),
            ["subject"] = SignatureWorld.Image.Root.Descriptor(),
        };
        change?.Invoke(manifest);
        var content = SampleContent.Of(MediaTypes.OciManifest, manifest);
        world.Registry.AddContent("a/b", blob);
        world.Registry.AddContent("a/b", content);
        var tag = $"sha256-{SignatureWorld.Subject.Digest.Hex}";
        var index = world.Registry.Has("a/b", tag)
            ? JsonNode.Parse(world.Registry.Read("a/b", tag))!.AsObject()
            : new JsonObject { ["schemaVersion"] = 2, ["mediaType"] = MediaTypes.OciIndex, ["manifests"] = new JsonArray() };
        var entry = content.Descriptor();
        entry["artifactType"] = listedType;
        index["manifests"]!.AsArray().Add(entry);
        world.Registry.AddManifest("a/b", tag, SampleContent.Of(MediaTypes.OciIndex, index));
        world.Registry.Log.Clear();
    }
}
