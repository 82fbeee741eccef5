namespace PipelineKit.Oci;

/// <summary>Moves a tag, and looks whether it moved.</summary>
internal static class TagMover
{
    internal static async Task<TagMove> MoveAsync(ImagePlace place, string tag, Digest digest, Digest? expected, CancellationToken cancellation)
    {
        var source = $"{place.Text}:{tag}";
        var before = await FindAsync(place, tag, cancellation);
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
        var after = await FindAsync(place, tag, cancellation)
            ?? throw new RegistryException(RegistryProblem.Conflict, source, $"the tag was set to {digest}, and is not there");
        return after == digest ? new TagMove(before, after) : throw new DigestMismatchException(digest, after, source);
    }

    /// <summary>
    /// Whether a manifest is there, by HEAD. A repository that nothing was put into yet may not be read: registries say so instead of that it is not there, and whether it may be
    /// written to is found out by writing.
    /// </summary>
    internal static async Task<bool> HasAsync(ImagePlace place, Digest digest, CancellationToken cancellation)
    {
        try
        {
            return await ResolveAsync(place, $"@{digest}", cancellation) == digest;
        }
        catch (RegistryException e) when (e.Problem is RegistryProblem.NotFound or RegistryProblem.Unauthorized or RegistryProblem.Forbidden)
        {
            return false;
        }
    }

    private static async Task<Digest> ResolveAsync(ImagePlace place, string suffix, CancellationToken cancellation) =>
        (await place.Store.ResolveAsync(ImageReference.Parse(place.Text + suffix), cancellation)).Digest;

    private static async Task<Digest?> FindAsync(ImagePlace place, string tag, CancellationToken cancellation)
    {
        try
        {
            return await ResolveAsync(place, ":" + tag, cancellation);
        }
        catch (RegistryException e) when (e.Problem == RegistryProblem.NotFound)
        {
            return null;
        }
    }
}
