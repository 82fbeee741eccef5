using System.Text;
using PipelineKit.Oci;
using PipelineKit.Signatures;
using PipelineKit.Sigstore;
using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Tests.Signatures;

public sealed class SignatureStoreTests
{
    private const SignatureFormats Both = SignatureFormats.Bundle | SignatureFormats.Legacy;

    [Theory]
    [InlineData("api")]
    [InlineData("fallback")]
    [InlineData("layout")]
    public async Task What_is_attached_as_a_bundle_is_read_back_as_it_is(string place)
    {
        using var world = await SignatureWorld.WithImageAsync(place);
        var bundles = new[]
        {
            SampleBundles.Statement(SignatureWorld.Subject.Digest, SampleBundles.Key()),
            SampleBundles.Statement(SignatureWorld.Subject.Digest, SampleBundles.Keyless()),
            SampleBundles.Message(SignatureWorld.Image.Root.Bytes, SampleBundles.Keyless(), signature: "over the index"),
        };

        foreach (var (bundle, note) in bundles.Zip(["one", "two", "three"]))
        {
            var attached = await world.AttachAsync(bundle with { Content = bundle.Content is DsseContent ? SampleBundles.Statement(SignatureWorld.Subject.Digest, SampleBundles.Key(), note: note).Content : bundle.Content });
            Assert.True(attached.Changed);
        }

        var listing = await world.ListAsync();
        Assert.Empty(listing.Unreadable);
        Assert.All(listing.Signatures, s => Assert.Equal((SignatureFormats.Bundle, null), (s.Format, s.SimpleSigning)));
        Assert.Equal(
            new[]
            {
                SampleBundles.Statement(SignatureWorld.Subject.Digest, SampleBundles.Key(), note: "one").ToJson(),
                SampleBundles.Statement(SignatureWorld.Subject.Digest, SampleBundles.Keyless(), note: "two").ToJson(),
                bundles[2].ToJson(),
            },
            listing.Signatures.Select(s => s.Bundle.ToJson()));
        Assert.Empty(world.Registry.Unexpected);
    }

    [Theory]
    [InlineData("api")]
    [InlineData("fallback")]
    [InlineData("layout")]
    public async Task The_older_forms_are_read_back_in_the_shape_of_bundles(string place)
    {
        using var world = await SignatureWorld.WithImageAsync(place);
        var statement = SampleBundles.Statement(SignatureWorld.Subject.Digest, SampleBundles.Keyless());

        await world.AttachAsync(statement, SignatureFormats.Legacy);
        await world.AttachSimpleAsync("first", SampleBundles.Keyless(withChain: true));
        await world.AttachSimpleAsync("second");

        var listing = await world.ListAsync();
        Assert.Empty(listing.Unreadable);
        Assert.All(listing.Signatures, s => Assert.Equal((SignatureFormats.Legacy, BundleVersion.V01), (s.Format, s.Bundle.Version)));
        Assert.Equal(["first", "second", "signature"], listing.Signatures.Select(s => Encoding.UTF8.GetString(s.Bundle.Content.SignatureBytes.Span)));
        Assert.Equal([2, 0, 1], listing.Signatures.Select(s => s.Bundle.Material.Certificates.Count));
        Assert.Equal([null, "", null], listing.Signatures.Select(s => s.Bundle.Material.PublicKeyHint));
        Assert.All(listing.Signatures.Take(2), s => Assert.Equal(SignatureWorld.Subject.Digest, SimpleSigning.Parse(s.SimpleSigning!.Value).Image));
        Assert.Equal(((DsseContent)statement.Content).Envelope.Payload.ToArray(), ((DsseContent)listing.Signatures[2].Bundle.Content).Envelope.Payload.ToArray());
        var (entry, original) = (listing.Signatures[2].Bundle.Material.LogEntries[0], statement.Material.LogEntries[0]);
        Assert.Equal((original.LogIndex, original.IntegratedTime, original.Kind, original.KindVersion), (entry.LogIndex, entry.IntegratedTime, entry.Kind, entry.KindVersion));
        Assert.Equal(original.LogId.ToArray(), entry.LogId.ToArray());
        Assert.Equal(original.SignedEntryTimestamp!.Value.ToArray(), entry.SignedEntryTimestamp!.Value.ToArray());
        Assert.Equal(original.CanonicalizedBody.ToArray(), entry.CanonicalizedBody.ToArray());
        Assert.Null(entry.InclusionProof);
        Assert.Equal(statement.Material.Timestamps[0].ToArray(), listing.Signatures[2].Bundle.Material.Timestamps[0].ToArray());
    }

    [Theory]
    [InlineData("api")]
    [InlineData("fallback")]
    [InlineData("layout")]
    public async Task Both_forms_are_written_in_one_pass_and_not_twice(string place)
    {
        using var world = await SignatureWorld.WithImageAsync(place);
        var bundle = SampleBundles.Statement(SignatureWorld.Subject.Digest, SampleBundles.Keyless());

        var first = await world.AttachAsync(bundle, Both);
        var again = await world.AttachAsync(bundle, Both);

        Assert.Equal((2, true, false), (first.Manifests.Count, first.Changed, again.Changed));
        Assert.Equal(first.Manifests, again.Manifests);
        Assert.Equal([SignatureFormats.Bundle, SignatureFormats.Legacy], (await world.ListAsync()).Signatures.Select(s => s.Format));
    }

    [Fact]
    public async Task The_same_statement_by_the_same_key_is_not_written_twice_and_by_another_it_is()
    {
        using var world = await SignatureWorld.WithImageAsync("api");
        var subject = SignatureWorld.Subject.Digest;
        await world.AttachAsync(SampleBundles.Statement(subject, SampleBundles.Key()));

        Assert.False((await world.AttachAsync(SampleBundles.Statement(subject, SampleBundles.Key(), signature: "made anew"))).Changed);
        Assert.True((await world.AttachAsync(SampleBundles.Statement(subject, SampleBundles.Key("another key"), signature: "theirs"))).Changed);
        Assert.True((await world.AttachAsync(SampleBundles.Statement(subject, SampleBundles.Key(), note: "says more"))).Changed);
        Assert.Equal(3, (await world.ListAsync()).Signatures.Count);
    }

    [Fact]
    public async Task A_bundle_that_does_not_count_does_not_keep_another_out()
    {
        using var world = await SignatureWorld.WithImageAsync("api");
        var subject = SignatureWorld.Subject.Digest;
        var store = new SignatureStore(world.Images, TimeProvider.System) { Counts = b => Encoding.UTF8.GetString(b.Content.SignatureBytes.Span) != "bad" };
        await world.AttachAsync(SampleBundles.Statement(subject, SampleBundles.Key(), signature: "bad"));

        var good = await store.AttachAsync(world.Repository, SignatureWorld.Subject, SampleBundles.Statement(subject, SampleBundles.Key(), signature: "good"), SignatureFormats.Bundle, CancellationToken.None);
        var again = await store.AttachAsync(world.Repository, SignatureWorld.Subject, SampleBundles.Statement(subject, SampleBundles.Key(), signature: "better"), SignatureFormats.Bundle, CancellationToken.None);

        Assert.Equal((true, false), (good.Changed, again.Changed));
        Assert.Equal(good.Manifests, again.Manifests);
    }

    [Fact]
    public async Task An_older_signature_is_not_written_twice()
    {
        using var world = await SignatureWorld.WithImageAsync("fallback");

        var first = await world.AttachSimpleAsync();
        world.Registry.Log.Clear();
        var again = await world.AttachSimpleAsync();

        Assert.Equal((true, false), (first.Changed, again.Changed));
        Assert.Equal(first.Manifests, again.Manifests);
        Assert.Equal(0, world.Registry.Log.Count("PUT", "/manifests/"));
    }

    [Fact]
    public async Task What_does_not_have_a_form_is_refused()
    {
        using var world = await SignatureWorld.WithImageAsync("api");
        var subject = SignatureWorld.Subject.Digest;
        var message = SampleBundles.Message(SignatureWorld.Image.Root.Bytes, SampleBundles.Key());
        var other = SimpleSigning.Payload(world.Repository, Digest.Sha256("another image"u8), new Dictionary<string, string>(StringComparer.Ordinal));

        await Assert.ThrowsAsync<ArgumentException>(() => world.AttachAsync(message, SignatureFormats.None));
        await Assert.ThrowsAsync<ArgumentException>(() => world.AttachAsync(message, SignatureFormats.Legacy));
        await Assert.ThrowsAsync<ArgumentException>(() => world.AttachAsync(SampleBundles.Statement(subject, SampleBundles.Key(), "https://sigstore.dev/cosign/sign/v1"), Both));
        await Assert.ThrowsAsync<ArgumentException>(() =>
            world.Store.AttachSimpleSigningAsync(world.Repository, SignatureWorld.Subject, other, SampleBundles.Message(other, SampleBundles.Key()), CancellationToken.None));
        await Assert.ThrowsAsync<ArgumentException>(() =>
            world.Store.AttachSimpleSigningAsync(world.Repository, SignatureWorld.Subject, other, SampleBundles.Statement(subject, SampleBundles.Key()), CancellationToken.None));
        Assert.Empty(world.Registry.Log.Requests);
    }

    [Fact]
    public async Task A_registry_that_refuses_artifacts_is_told_apart_with_the_way_out()
    {
        using var world = await SignatureWorld.WithImageAsync("fallback");
        world.Registry.Break(RegistryFault.Status(400, body: """{"errors":[{"code":"MANIFEST_INVALID","message":"unknown manifest class"}]}""") with { Method = "PUT", Target = "/manifests/sha256:" });
        var bundle = SampleBundles.Statement(SignatureWorld.Subject.Digest, SampleBundles.Key());

        var error = await Assert.ThrowsAsync<RegistryException>(() => world.AttachAsync(bundle));

        Assert.Contains("unknown manifest class", error.Message, StringComparison.Ordinal);
        Assert.Contains("`formats: legacy`", error.Message, StringComparison.Ordinal);
        Assert.True((await world.AttachAsync(bundle, SignatureFormats.Legacy)).Changed);
    }

    [Fact]
    public async Task Signing_many_statements_at_once_loses_none()
    {
        using var world = await SignatureWorld.WithImageAsync("fallback");
        var notes = Enumerable.Range(0, 10).Select(i => $"note {i}").ToList();

        await Task.WhenAll(notes.Select(n => world.AttachAsync(SampleBundles.Statement(SignatureWorld.Subject.Digest, SampleBundles.Keyless(), note: n), Both)));

        Assert.Equal(20, (await world.ListAsync()).Signatures.Count);
    }
}
