using System.Text.Json;
using PipelineKit.Cli;
using PipelineKit.Failures;
using PipelineKit.Oci;
using PipelineKit.Sigstore;
using PipelineKit.Testing;
using PipelineKit.Tests.Ci;
using PipelineKit.Tests.Cli;
using Xunit;

namespace PipelineKit.Tests.Sign;

/// <summary>A folder with an OCI layout that has images, two keys, and the whole program to sign and verify with.</summary>
internal sealed class SignWorld : IDisposable
{
    public const string Shop = "ghcr.io/acme/shop";

    private SignWorld(CommandLineRun program) => Program = program;

    public CommandLineRun Program { get; }

    public TempFolder Folder => Program.Folder;

    /// <summary>The digest of the shop's index.</summary>
    public Digest Index { get; private set; } = null!;

    /// <summary>The digests of its two platforms.</summary>
    public IReadOnlyList<Digest> Platforms { get; private set; } = [];

    public string Image => $"{Shop}@{Index}";

    /// <summary>result.json of the last run.</summary>
    public JsonElement Result => JsonDocument.Parse(Folder.Read("result.json")).RootElement.GetProperty("result");

    public static async Task<SignWorld> MakeAsync()
    {
        var world = new SignWorld(new CommandLineRun { Commands = Catalog.Published.Actions });
        foreach (var name in (string[])["release", "other"])
        {
            var (signer, pkcs8) = PrivateKeyFile.Generate(KeyDetails.EcdsaP256Sha256);
            world.Folder.Write($"{name}.key", PrivateKeyFile.Write(pkcs8));
            world.Folder.Write($"{name}.pub", signer.PublicKey.ToPem());
        }

        var image = SampleImage.Build("shop", "linux/amd64", "linux/arm64");
        using var layout = await OciLayoutWriter.OpenAsync(Path.Combine(world.Folder.Path, "images"), CancellationToken.None);
        foreach (var content in image.Blobs.Concat(image.Children))
        {
            await layout.PutBlobAsync(content.Bytes, content.MediaType, CancellationToken.None);
        }

        await layout.TagAsync(await layout.PutManifestAsync(image.Root.Bytes, CancellationToken.None), ImageReference.Parse($"{Shop}:1.4"), CancellationToken.None);
        (world.Index, world.Platforms) = (image.Root.Digest, [.. image.Children.Select(c => c.Digest)]);
        return world;
    }

    /// <summary>Signs the shop with the release key.</summary>
    public Task<ExitCode> SignAsync(params string[] more) => RunAsync(["sign", "--images", Image, "--key", "release.key", .. more]);

    /// <summary>Verifies the shop with the release key.</summary>
    public Task<ExitCode> VerifyAsync(params string[] more) => RunAsync(["verify", "--images", Image, "--key", "release.pub", "--offline", .. more]);

    /// <summary>Runs a command over the layout.</summary>
    public Task<ExitCode> RunAsync(params string[] words) => RunBareAsync([.. words, "--registry-mirrors", "*=oci:images"]);

    /// <summary>Runs a command; what it leaves behind must be what the schema says.</summary>
    public async Task<ExitCode> RunBareAsync(params string[] words)
    {
        var exit = await Program.RunAsync([.. words, "--report-path", "result.json"]);
        using var document = JsonDocument.Parse(Folder.Read("result.json"));
        Assert.Empty(ResultSchema.Violations(document.RootElement));
        return exit;
    }

    /// <summary>Every file of the layout with its bytes' digest, to see that nothing was written.</summary>
    public IReadOnlyList<string> LayoutFiles() =>
        [.. Directory.EnumerateFiles(Path.Combine(Folder.Path, "images"), "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(f => $"{f} {Digest.Sha256(File.ReadAllBytes(f))}")];

    public void Dispose() => Program.Dispose();
}
