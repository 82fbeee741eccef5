using PipelineKit.Oci;

namespace PipelineKit.Evidence;

/// <summary>Which descriptors are layers of files (OCI image specification, layer.md; Docker image manifest v2 schema 2).</summary>
internal static class LayerMedia
{
    /// <summary>Why a layer cannot be read; null when it can.</summary>
    internal static string? Problem(Descriptor layer)
    {
        var type = MediaTypes.WithoutParameters(layer.MediaType);
        return type.EndsWith("+encrypted", StringComparison.Ordinal) ? "it is encrypted"
            : IsForeign(layer) || type.StartsWith("application/vnd.oci.image.layer.v1.tar", StringComparison.Ordinal) || type.StartsWith("application/vnd.docker.image.rootfs.diff.tar", StringComparison.Ordinal) ? null
            : $"its type {type} is no layer of files";
    }

    /// <summary>Whether its content may be kept elsewhere, so that it need not be there.</summary>
    internal static bool IsForeign(Descriptor layer) =>
        layer.MediaType.StartsWith("application/vnd.oci.image.layer.nondistributable.v1.tar", StringComparison.OrdinalIgnoreCase)
        || layer.MediaType.StartsWith("application/vnd.docker.image.rootfs.foreign.diff.tar", StringComparison.OrdinalIgnoreCase);
}
