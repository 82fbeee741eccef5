using PipelineKit.Actions;
using Xunit;

namespace PipelineKit.Tests.Actions;

public sealed class AzureNameTests
{
    [Theory]
    [InlineData("mode", "mode")]
    [InlineData("image-ref", "imageRef")]
    [InlineData("git-server-url", "gitServerUrl")]
    public void Hyphens_become_capitals(string kebab, string camel) => Assert.Equal(camel, AzureName.Of(kebab));
}
