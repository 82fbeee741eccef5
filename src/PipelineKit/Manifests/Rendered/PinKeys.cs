namespace PipelineKit.Manifests.Rendered;

/// <summary>Which keys have images.</summary>
internal static class PinKeys
{
    /// <summary>
    /// <c>image</c>, or a name that ends in it as a word of its own: <c>sidecarImage</c>, <c>base_image</c>, <c>proxy-image</c>, <c>agent.image</c>, <c>IMAGE</c>, <c>APP_IMAGE</c>.
    /// </summary>
    internal static bool IsImage(ReadOnlySpan<byte> key)
    {
        if (key.Length < 5)
        {
            return false;
        }

        var end = key[^5..];
        return end.SequenceEqual("image"u8)
            ? key.Length == 5 || key[^6] is (byte)'_' or (byte)'-' or (byte)'.' or (byte)'/'
            : end.SequenceEqual("Image"u8) || (end.SequenceEqual("IMAGE"u8) && (key.Length == 5 || key[^6] is (byte)'_' or (byte)'-' or (byte)'.'));
    }

    /// <summary>Whether it ends in <c>image</c> without being two words: <c>initimage</c>.</summary>
    internal static bool EndsInImage(ReadOnlySpan<byte> key) => key.EndsWith("image"u8) || key.EndsWith("IMAGE"u8);

    /// <summary>Whether a key of at least five bytes can be one of those that are looked at, by its end and length alone.</summary>
    internal static bool MayMatter(ReadOnlySpan<byte> key) =>
        key[^1] switch
        {
            (byte)'e' => key[^2] == 'g' || key.Length is 6 or 7 or 9,
            (byte)'E' => key[^2] == 'G',
            (byte)'y' => key.Length == 10,
            (byte)'g' => key.Length == 6,
            (byte)'s' => key.Length is 6 or 10,
            _ => false,
        };

    internal static bool IsContainers(ReadOnlySpan<byte> key) =>
        key.SequenceEqual("containers"u8) || key.SequenceEqual("initContainers"u8) || key.SequenceEqual("ephemeralContainers"u8);
}
