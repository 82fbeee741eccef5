using System.Text;
using PipelineKit.Cli.Sbom;
using PipelineKit.Evidence;
using PipelineKit.Failures;
using PipelineKit.Oci;
using PipelineKit.Testing;
using PipelineKit.Testing.Actions;
using Xunit;

namespace PipelineKit.Tests.Cli.Sbom;

public sealed class SbomCreateTests
{
    [Fact]
    public async Task The_list_is_valid_bound_to_the_image_and_named_by_it()
    {
        using var run = await StartAsync();
        var (image, platform) = (SampleImage.Build("shop", "linux/amd64", "linux/arm64"), "linux/arm64");

        Assert.Equal(ExitCode.Ok, await run.RunAsync("sbom", "create", "oci:images", "--platform", platform));
        var content = Encoding.UTF8.GetBytes(run.Output);
        Assert.Empty(BomValidator.Validate(new MemoryStream(content), "bom", EvidenceLimits.Default, CancellationToken.None).Errors);
        var bom = EvidenceReader.Read(new MemoryStream(content), "bom", EvidenceLimits.Default, CancellationToken.None).Bom!;
        Assert.Equal([image.Children[1].Digest], bom.SubjectDigests);
        Assert.Equal(platform, bom.Platform);
        Assert.StartsWith("urn:uuid:", bom.Serial, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("windows/amd64")]
    public async Task An_image_of_several_platforms_needs_one_of_them(string platform)
    {
        using var run = await StartAsync();

        Assert.Equal(ExitCode.BadInput, await run.RunAsync(platform.Length == 0 ? ["sbom", "create", "oci:images"] : ["sbom", "create", "oci:images", "--platform", platform]));
        Assert.Contains("linux/amd64, linux/arm64", run.Error, StringComparison.Ordinal);
        Assert.Equal("", run.Output);
    }

    private static async Task<CommandLineRun> StartAsync()
    {
        var run = new CommandLineRun { Commands = [.. SampleCatalog.Both.Actions, SbomCommand.Definition] };
        var image = SampleImage.Build("shop", "linux/amd64", "linux/arm64");
        using var layout = await OciLayoutWriter.OpenAsync(Path.Combine(run.Folder.Path, "images"), CancellationToken.None);
        foreach (var content in image.Blobs.Concat(image.Children))
        {
            await layout.PutBlobAsync(content.Bytes, content.MediaType, CancellationToken.None);
        }

        await layout.TagAsync(await layout.PutManifestAsync(image.Root.Bytes, CancellationToken.None), ImageReference.Parse("ghcr.io/acme/shop:1"), CancellationToken.None);
        return run;
    }
}
