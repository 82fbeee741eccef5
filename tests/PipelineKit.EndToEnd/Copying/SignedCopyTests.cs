using PipelineKit.Oci;
using PipelineKit.Sigstore;
using Xunit;

namespace PipelineKit.EndToEnd.Copying;

/// <summary>What the published program signed in one registry, and was copied to another, is what it verifies there.</summary>
public sealed class SignedCopyTests : IDisposable
{
    private readonly SampleImage _image = SampleImage.Build("shop", "linux/amd64", "linux/arm64");
    private readonly RegistryTransport _transport = new(new RegistryTransportOptions { Credentials = (_, _) => Task.FromResult<RegistryCredential?>(null), Time = TimeProvider.System });
    private readonly TempFolder _folder = new();

    public SignedCopyTests()
    {
        var (signer, pkcs8) = PrivateKeyFile.Generate(KeyDetails.EcdsaP256Sha256);
        _folder.Write("release.key", PrivateKeyFile.Write(pkcs8));
        _folder.Write("release.pub", signer.PublicKey.ToPem());
        _folder.Write("notes.txt", "reviewed by two people");
    }

    public void Dispose()
    {
        _transport.Dispose();
        _folder.Dispose();
    }

    [SkippableFact]
    public async Task Signatures_and_attestations_of_every_platform_verify_at_the_destination()
    {
        using var dev = await DockerRegistry.StartAsync();
        using var production = await DockerRegistry.StartAsync();
        await dev.PushAsync("dev/shop", "1", _image);
        (await RunAsync("sign", "--images", $"{dev.Endpoint}/dev/shop@{_image.Root.Digest}", "--key", "release.key", "--formats", "bundle,legacy", "--recursive", "--attest", "custom=notes.txt")).Expect(0);

        await CopyAsync(dev, production, new ClosureOptions { RequiredReferrers = ["application/vnd.dev.sigstore.bundle.v0.3+json"] });

        (await VerifyAsync(production)).Expect(0);
        var bundles = await new RegistryClient(_transport).ListReferrersAsync(Repository(production, "production/shop"), _image.Children[1].Digest, artifactType: null, CancellationToken.None);
        Assert.Single(bundles);
    }

    [SkippableFact]
    public async Task Without_what_refers_to_it_the_image_is_not_verified()
    {
        using var dev = await DockerRegistry.StartAsync();
        using var production = await DockerRegistry.StartAsync();
        await dev.PushAsync("dev/shop", "1", _image);
        (await RunAsync("sign", "--images", $"{dev.Endpoint}/dev/shop@{_image.Root.Digest}", "--key", "release.key", "--recursive")).Expect(0);

        await CopyAsync(dev, production, new ClosureOptions { Referrers = false, CosignTags = false });

        (await VerifyAsync(production)).Expect(1);
    }

    private static ImageReference Repository(DockerRegistry registry, string repository) => ImageReference.Parse($"{registry.Endpoint}/{repository}");

    private async Task CopyAsync(DockerRegistry from, DockerRegistry to, ClosureOptions closure)
    {
        var client = new RegistryClient(_transport);
        var options = new ImageCopyOptions { Closure = closure, Tag = "live" };
        await new ImageCopier(TimeProvider.System).CopyAsync(new ImagePlace(client, Repository(from, "dev/shop")), _image.Root.Digest, new ImagePlace(client, Repository(to, "production/shop")), options, CancellationToken.None);
    }

    private Task<ChildResult> VerifyAsync(DockerRegistry registry) =>
        RunAsync("verify", "--images", $"{registry.Endpoint}/production/shop@{_image.Root.Digest}", "--key", "release.pub", "--recursive");

    private async Task<ChildResult> RunAsync(params string[] words) =>
        await new Child(await Published.BinaryAsync(), words)
        {
            WorkingDirectory = _folder.Path,
            Environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["HOME"] = _folder.Path },
        }.RunAsync();
}
