using PipelineKit.Testing;

namespace PipelineKit.Oci.Tests.Layouts;

/// <summary>Puts sample images into layouts.</summary>
internal static class LayoutTest
{
    internal static async Task<Descriptor> AddAsync(OciLayoutWriter writer, SampleImage image, string? name)
    {
        foreach (var blob in image.Blobs)
        {
            await writer.PutBlobAsync(blob.Bytes, blob.MediaType, CancellationToken.None);
        }

        foreach (var child in image.Children)
        {
            await writer.PutManifestAsync(child.Bytes, CancellationToken.None);
        }

        var root = await writer.PutManifestAsync(image.Root.Bytes, CancellationToken.None);
        if (name is not null)
        {
            await writer.TagAsync(root, ImageReference.Parse(name), CancellationToken.None);
        }

        return root;
    }
}
