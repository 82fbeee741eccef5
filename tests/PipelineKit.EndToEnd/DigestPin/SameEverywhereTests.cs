using PipelineKit.EndToEnd.Azure;
using PipelineKit.EndToEnd.Image;
using Xunit;

namespace PipelineKit.EndToEnd.DigestPin;

[Collection(PackagedTests.Name)]
public sealed class SameEverywhereTests(ReleaseImage image, ExtensionPackage package)
{
    [SkippableTheory]
    [InlineData("pin")]
    [InlineData("check")]
    public async Task The_command_line_the_container_and_the_task_do_the_same_to_the_same_input(string mode)
    {
        using var registry = await SampleWorkspace.StartRegistryAsync();
        var inputs = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["mode"] = mode,
            ["files"] = SampleWorkspace.Globs,
            ["registry-mirrors"] = "*=" + registry.Endpoint,
        };

        // One image does not exist, and `check` finds nothing pinned: the verdict is no, in all three.
        var files = await new Faces(image, package, "digest-pin", SampleWorkspace.Write).AssertSameAsync(inputs, exit: 1);

        Assert.Equal(mode == "pin", files["compose.yaml"].Contains("nginx:1.27@sha256:", StringComparison.Ordinal));
    }
}
