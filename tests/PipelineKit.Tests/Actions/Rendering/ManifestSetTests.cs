using System.Text.Json;
using PipelineKit.Actions.Rendering;
using PipelineKit.Failures;
using PipelineKit.Testing;
using PipelineKit.Testing.Actions;
using Xunit;

namespace PipelineKit.Tests.Actions.Rendering;

public sealed class ManifestSetTests
{
    private const string Digest = "sha256:2222222222222222222222222222222222222222222222222222222222222222";

    [Fact]
    public async Task What_was_written_is_found_the_same()
    {
        using var folder = new TempFolder();
        var manifests = new ManifestSet(SampleCatalog.Both, "1.2.3", folder.Path);
        await WriteAllAsync(manifests, image: null);

        Assert.Empty(await manifests.CompareAsync(await manifests.RenderAsync(image: null, default), default));
    }

    [Fact]
    public async Task A_changed_file_is_told_with_the_first_line_that_differs()
    {
        using var folder = new TempFolder();
        var manifests = new ManifestSet(SampleCatalog.Both, "1.2.3", folder.Path);
        await WriteAllAsync(manifests, image: null);
        folder.Write("action.yml", folder.Read("action.yml").Replace("icon: lock", "icon: key", StringComparison.Ordinal));
        File.Delete(Path.Combine(folder.Path, "docs/reference/errors.md"));

        var differences = await manifests.CompareAsync(await manifests.RenderAsync(image: null, default), default);

        Assert.Equal(["action.yml", "docs/reference/errors.md"], differences.Select(d => d.File.Path));
        Assert.Equal((6, "  icon: lock", "  icon: key"), (differences[0].Line, differences[0].Expected, differences[0].Actual));
        Assert.Null(differences[1].Line);
    }

    [Fact]
    public async Task An_image_once_given_is_kept_until_another_is()
    {
        using var folder = new TempFolder();
        var manifests = new ManifestSet(SampleCatalog.Both, "1.2.3", folder.Path);
        await WriteAllAsync(manifests, image: null);
        Assert.Contains(ActionImage.Unreleased, folder.Read("action.yml"), StringComparison.Ordinal);

        await WriteAllAsync(manifests, $"ghcr.io/acme/pk@{Digest}");
        await WriteAllAsync(manifests, image: null);

        Assert.All(["action.yml", "actions/say-it/action.yml", "actions/count/action.yml"], path =>
            Assert.Contains($"image: docker://ghcr.io/acme/pk@{Digest}\n", folder.Read(path), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("ghcr.io/acme/pk:1.2.3")]
    [InlineData("ghcr.io/acme/pk@sha256:12")]
    [InlineData("Not A Reference")]
    public async Task An_image_without_a_digest_is_refused(string image)
    {
        using var folder = new TempFolder();
        var manifests = new ManifestSet(SampleCatalog.Both, "1.2.3", folder.Path);

        var problem = await Assert.ThrowsAsync<FailureException>(() => manifests.RenderAsync(image, default));

        Assert.Equal(FailureCodes.BadInputValue, Assert.Single(problem.Failures).Code);
    }

    [Fact]
    public async Task What_is_written_by_hand_in_the_extension_manifest_stays()
    {
        using var folder = new TempFolder();
        folder.Write(ExtensionManifest.Path, """{"publisher":"acme","version":"0.0.1","tags":["a","b"],"files":[]}""");
        await WriteAllAsync(new ManifestSet(SampleCatalog.Both, "1.2.3-rc.1", folder.Path), image: null);

        using var manifest = JsonDocument.Parse(folder.Read(ExtensionManifest.Path));
        var root = manifest.RootElement;
        Assert.Equal(("acme", "1.2.3"), (root.GetProperty("publisher").GetString(), root.GetProperty("version").GetString()));
        Assert.Equal(2, root.GetProperty("tags").GetArrayLength());
        Assert.Equal("actions/azure", root.GetProperty("files")[0].GetProperty("path").GetString());
        Assert.Equal("actions/azure", root.GetProperty("contributions")[0].GetProperty("properties").GetProperty("name").GetString());
    }

    [Fact]
    public async Task A_damaged_extension_manifest_is_refused_rather_than_replaced()
    {
        using var folder = new TempFolder();
        folder.Write(ExtensionManifest.Path, "{\"publisher\":");

        var problem = await Assert.ThrowsAsync<FailureException>(() => new ManifestSet(SampleCatalog.Both, "1.2.3", folder.Path).RenderAsync(image: null, default));

        Assert.Equal(FailureCodes.UnreadableFile, Assert.Single(problem.Failures).Code);
    }

    [Fact]
    public async Task Marked_tables_are_filled_wherever_they_stand()
    {
        using var folder = new TempFolder();
        var page = "<!-- pipelinekit:exit-codes -->\n<!-- /pipelinekit -->\n";
        folder.Write("README.md", page);
        folder.Write("docs/deep/er.md", page);
        folder.Write("actions/say-it/README.md", page);

        await WriteAllAsync(new ManifestSet(SampleCatalog.Both, "1.2.3", folder.Path), image: null);

        Assert.All(["README.md", "docs/deep/er.md", "actions/say-it/README.md"], path =>
            Assert.Contains("| `130` | cancelled |", folder.Read(path), StringComparison.Ordinal));
    }

    private static async Task WriteAllAsync(ManifestSet manifests, string? image)
    {
        foreach (var file in await manifests.RenderAsync(image, default))
        {
            await manifests.WriteAsync(file, default);
        }
    }
}
