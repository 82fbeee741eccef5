using PipelineKit.Failures;
using PipelineKit.Tests.Sign;
using Xunit;

namespace PipelineKit.Tests.Verify;

public sealed class VerifyOptionsTests
{
    private const string Pinned = "ghcr.io/acme/shop@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    [Theory]
    [InlineData("", "Nobody is named who may have signed")]
    [InlineData("--runner-environment github-hosted", "says only under which circumstances")]
    [InlineData("--certificate-identity dev@example.com", "anybody can run an issuer")]
    [InlineData("--source-repository https://ghe.example.com/acme/shop", "anybody can run an issuer")]
    [InlineData("--certificate-identity-regexp .* --certificate-oidc-issuer https://issuer.example.com", "cannot say who may sign")]
    [InlineData("--certificate-identity-regexp ( --certificate-oidc-issuer https://issuer.example.com", "cannot say who may sign")]
    [InlineData("--certificate-identity a@b.c --certificate-identity-regexp a@b.+ --certificate-oidc-issuer https://issuer.example.com", "are both given")]
    [InlineData("--certificate-identity a@b.c --certificate-oidc-issuer https://i.example.com --certificate-oidc-issuer-regexp https://i.+", "are both given")]
    [InlineData("--source-repository shop", "is not a repository")]
    [InlineData("--workflow .github/workflows/x.yml --source-repository-id 1", "is a workflow of no repository")]
    [InlineData("--key k.pub --predicate-types sbom", "is not a predicate type")]
    [InlineData("--key k.pub --images ghcr.io/acme/shop:1", "has no digest")]
    [InlineData("--key k.pub --offline", "`offline` forbids to ask ghcr.io")]
    [InlineData("--key gcpkms://projects/x", "is a key in a key management service")]
    [InlineData("--source-repository acme/shop --instance github", "Only the public instance's root of trust is known here")]
    [InlineData("--source-repository acme/shop --instance private", "Only the public instance's root of trust is known here")]
    public async Task What_cannot_be_meant_is_refused_before_anything_is_asked(string words, string why)
    {
        using var world = await SignWorld.MakeAsync();

        Assert.Equal(ExitCode.BadInput, await world.RunBareAsync(["verify", "--images", Pinned, .. words.Split(' ', StringSplitOptions.RemoveEmptyEntries)]));

        Assert.Contains(why, world.Program.Error, StringComparison.Ordinal);
    }
}
