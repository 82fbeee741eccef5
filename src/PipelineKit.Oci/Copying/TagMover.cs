namespace PipelineKit.Oci;

/// <summary>Moves a tag, and looks whether it moved.</summary>
internal static class TagMover
{
    internal static async Task<TagMove> MoveAsync(ImagePlace place, string tag, Digest digest, Digest? expected, CancellationToken cancellation)
    {
        var source = $"{place.Text}:{tag}";
        var before = await FindAsync(place, ":" + tag, cancellation);
        if (before == digest)
        {
            return new TagMove(before, digest);
        }

        if (expected is not null && before != expected)
        {
            throw new RegistryException(RegistryProblem.Conflict, source, $"the tag should mean {expected} before it is moved, and {(before is null ? "is not there" : $"means {before}")}");
        }

        var manifest = await place.Store.GetManifestAsync(place.Repository, digest, cancellation);
        await place.Store.PutManifestAsync(place.Repository, manifest, tag, cancellation);
        var after = await FindAsync(place, ":" + tag, cancellation)
            ?? throw new RegistryException(RegistryProblem.Conflict, source, $"the tag was set to {digest}, and is not there");
        return after == digest ? new TagMove(before, after) : throw new DigestMismatchException(digest, after, source);
    }

    /// <summary>What <c>:TAG</c> or <c>@DIGEST</c> means there, by HEAD; null when it is not there.</summary>
    internal static async Task<Digest?> FindAsync(ImagePlace place, string suffix, CancellationToken cancellation)
    {
        try
        {
            return (await place.Store.ResolveAsync(ImageReference.Parse(place.Text + suffix), cancellation)).Digest;
        }
        catch (RegistryException e) when (e.Problem == RegistryProblem.NotFound)
        {
            return null;
        }
    }
}
