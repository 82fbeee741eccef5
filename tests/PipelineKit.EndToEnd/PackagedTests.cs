using PipelineKit.EndToEnd.Azure;
using PipelineKit.EndToEnd.Image;
using Xunit;

namespace PipelineKit.EndToEnd;

/// <summary>Tests that share the image and the extension package, which take seconds to build.</summary>
[CollectionDefinition(Name)]
public sealed class PackagedTests : ICollectionFixture<ReleaseImage>, ICollectionFixture<ExtensionPackage>
{
    public const string Name = "packaged";
}
