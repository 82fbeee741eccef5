using PipelineKit.Failures;
using Xunit;

namespace PipelineKit.Tests.Sign;

public sealed class SignOptionsTests
{
    private const string Pinned = "ghcr.io/acme/shop@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    [Theory]
    [InlineData("--images ghcr.io/acme/Shop", "is not an image reference")]
    [InlineData("--attest cyclonedx", "does not name a type and a file")]
    [InlineData("--attest cyclone=sbom.json", "is not a predicate type: allowed are cyclonedx, spdx")]
    [InlineData("--annotations team", "is not `key=value`")]
    [InlineData("--annotations a=1 --annotations a=2", "`a` is there twice")]
    [InlineData("--key azurekms://vault/key", "which is reached by `signer-command`")]
    [InlineData("--key env:", "the name of the variable after `env:` is missing")]
    [InlineData("--key a.pem --signer-command signer", "both say who signs")]
    [InlineData("--key a.pem --identity-token x.y.z", "is for signing without a key")]
    [InlineData("--key a.pem --fulcio-url https://fulcio.example.com", "is for signing without a key")]
    [InlineData("--key a.pem --rekor-url https://rekor.example.com", "only with `transparency-log: true`")]
    [InlineData("--fulcio-url http://fulcio.example.com", "is plain HTTP")]
    [InlineData("--fulcio-url fulcio.example.com", "is not an address")]
    [InlineData("--fulcio-url https://fulcio.example.com", "is believed only by its own `trusted-root`")]
    [InlineData("--signing-config c.json --fulcio-url https://fulcio.example.com --trusted-root r.json", "both say where to sign")]
    [InlineData("--rekor-version 2 --rekor-url https://log.example.com", "tells no time")]
    [InlineData("--rekor-version 2 --timestamp-url https://tsa.example.com", "there is no usual address")]
    [InlineData("--formats simple", "is not a form of signatures")]
    [InlineData("--signature false", "there is nothing to do")]
    [InlineData("--signature false --provenance --annotations a=1", "stand in the image signature")]
    [InlineData("--provenance", "tells of a run of GitHub Actions or Azure Pipelines")]
    [InlineData("--github-attestations shop", "is not the name of a repository")]
    [InlineData("--github-attestations acme/shop", "needs a token")]
    [InlineData("--registry-mirrors x", "a mirror is written")]
    public async Task What_cannot_be_meant_is_refused_before_anything_is_asked(string words, string why)
    {
        using var world = await SignWorld.MakeAsync();

        Assert.Equal(ExitCode.BadInput, await world.RunBareAsync(["sign", "--images", Pinned, .. words.Split(' ')]));

        Assert.Contains(why, world.Program.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_private_key_in_the_place_of_its_name_is_masked_and_refused()
    {
        using var world = await SignWorld.MakeAsync();
        var pem = world.Folder.Read("release.key");

        Assert.Equal(ExitCode.BadInput, await world.RunBareAsync("sign", "--images", Pinned, $"--key={pem}"));

        Assert.Contains("`key` has a private key in it", world.Program.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(pem.Split('\n')[1], world.Program.All, StringComparison.Ordinal);
    }
}
