using PipelineKit.Audit;
using PipelineKit.Failures;
using PipelineKit.Oci;
using PipelineKit.Testing;
using PipelineKit.Tests.Report;
using Xunit;

namespace PipelineKit.Tests.Drift;

/// <summary>An environment whose images are in an OCI layout on disk.</summary>
public sealed class DriftLayoutTests : IDisposable
{
    private const string Place = "oci:images/production";
    private static readonly ImageReference Name = ImageReference.Parse("localhost/shop");
    private readonly DriftSetup _setup = new();

    public DriftLayoutTests()
    {
        _setup.Folder.Write("pipelinekit.yaml", $$"""
            promotion:
              app: shop
              environments:
                - { name: production, repository: "{{Place}}", tag: production, production: true, manifests: [deploy/shop.yaml] }
            """);
        _setup.Ledger(new LedgerScript("production", Place).Add("06-01 10:00", LedgerKind.Commit, _setup.Before).Add("06-02 10:00", LedgerKind.Commit, _setup.Digest));
        _setup.Manifest($"shop@{_setup.Digest}");
    }

    private string Folder => Path.Combine(_setup.Folder.Path, "images/production");

    public void Dispose() => _setup.Dispose();

    [Fact]
    public async Task Nothing_differs_where_tag_digest_and_manifest_are_as_recorded()
    {
        await PutAsync(_setup.Sample);

        Assert.True(await _setup.RunAsync("--deep") == ExitCode.Ok, _setup.Program.All);

        Assert.Empty(_setup.Kinds);
        Assert.Empty(_setup.Registry.Log.Requests);
    }

    [Fact]
    public async Task A_moved_tag_and_a_manifest_with_an_older_digest_are_found()
    {
        await PutAsync(_setup.Sample);
        await PutAsync(SampleImage.Build("before", "linux/amd64", "linux/arm64"));
        _setup.Manifest($"shop@{_setup.Before}");

        Assert.True(await _setup.RunAsync() == ExitCode.GateSaidNo, _setup.Program.All);

        Assert.Equal(["manifest-differs", "tag-moved"], _setup.Kinds.Order(StringComparer.Ordinal));
        Assert.Equal(_setup.Before.Text, _setup.Finding("tag-moved").GetProperty("actual").GetString());
    }

    [Fact]
    public async Task A_layout_without_the_image_or_without_a_part_of_it_is_found()
    {
        await PutAsync(SampleImage.Build("before", "linux/amd64", "linux/arm64"));

        Assert.Equal(ExitCode.GateSaidNo, await _setup.RunAsync());
        Assert.Equal(["digest-gone", "tag-moved"], _setup.Kinds.Order(StringComparer.Ordinal));

        await PutAsync(_setup.Sample);
        File.Delete(Path.Combine(Folder, "blobs/sha256", _setup.Sample.Blobs[1].Digest.Hex));
        Assert.Equal(ExitCode.Ok, await _setup.RunAsync());
        Assert.Equal(ExitCode.GateSaidNo, await _setup.RunAsync("--deep"));
        Assert.Contains(_setup.Sample.Blobs[1].Digest.Text, _setup.Program.All, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_layout_that_is_not_there_is_told()
    {
        Assert.NotEqual(ExitCode.Ok, await _setup.RunAsync());

        Assert.Contains(Place, _setup.Program.All, StringComparison.Ordinal);
    }

    private async Task PutAsync(SampleImage image)
    {
        var layout = new OciLayout(Folder);
        foreach (var blob in image.Blobs)
        {
            await layout.PutBlobAsync(Name, blob.Bytes, blob.MediaType, CancellationToken.None);
        }

        foreach (var manifest in image.Children.Append(image.Root))
        {
            await layout.PutManifestAsync(Name, ManifestParser.Parse(manifest.Bytes, manifest.MediaType, "test"), manifest == image.Root ? "production" : null, CancellationToken.None);
        }
    }
}
