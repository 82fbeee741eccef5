using PipelineKit.Oci;

namespace PipelineKit.Evidence;

/// <summary>Digests in what scanners write: alone, or behind the <c>@</c> of a reference.</summary>
internal static class Digests
{
    /// <summary>The digest, when there is one; what is none binds nothing and is left out.</summary>
    public static IReadOnlyList<Digest> Of(string? text) => text is null ? [] : Of([text]);

    /// <summary>The digests, each once, in their order.</summary>
    public static IReadOnlyList<Digest> Of(IReadOnlyList<string>? texts)
    {
        var digests = new List<Digest>();
        foreach (var text in texts ?? [])
        {
            if (Digest.TryParse(text[(text.LastIndexOf('@') + 1)..], out var digest) && !digests.Contains(digest))
            {
                digests.Add(digest);
            }
        }

        return digests;
    }
}
