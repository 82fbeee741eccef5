using PipelineKit.Testing.Manifests;
using Xunit;

namespace PipelineKit.Tests.Manifests.Ci;

public sealed class DevContainerTests
{
    [Theory]
    [InlineData("{ // c\n \"name\": \"x\", \"image\": \"mcr.microsoft.com/a:1\", /* d */ \"features\": {\"ghcr.io/x/y:1\": {\"image\": \"no:1\"}}, }", "image | mcr.microsoft.com/a:1 | WholeReference | mcr.microsoft.com/a:1")]
    [InlineData("\uFEFF{\r\n\"image\" : \"a:1\"\r\n}", "image | a:1 | WholeReference | a:1")]
    [InlineData("{\n// pipelinekit: ignore\n\"image\": \"a:1\"}", "! image | a:1 | WholeReference | a:1")]
    [InlineData("{\"image\": \"a\\u003a1\"}", "image | a\\u003a1 | WholeReference | a\\u003a1 | Notation")]
    [InlineData("{\"image\": 1, \"build\": {\"dockerfile\": \"Dockerfile\", \"image\": \"no:1\"}}", null)]
    [InlineData("{\"image\": \"a:1\", \"broken", "image | a:1 | WholeReference | a:1")]
    [InlineData("[[[[", null)]
    public void The_image_of_a_devcontainer(string file, string? expected) =>
        Assert.Equal(expected is null ? [] : [expected], Find.Lines(".devcontainer/devcontainer.json", file));
}
