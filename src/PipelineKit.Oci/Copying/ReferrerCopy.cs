namespace PipelineKit.Oci;

/// <summary>Makes the manifests of a copied closure be found: as referrers of their subjects, and under cosign's tags. What others put there at the same time is kept.</summary>
internal sealed class ReferrerCopy(ImagePlace to, ImageClosure closure, ParallelOptions parallel)
{
    private const int MaximumSweeps = 5;
    private readonly List<IGrouping<Digest, ManifestContent>> _touched = [];
    private int _written;

    /// <summary>Returns how many tags were written for it.</summary>
    internal async Task<int> RunAsync()
    {
        var there = closure.Manifests.ToDictionary(m => m.Content.Digest, m => m.Content);
        var subjects = there.Values.Where(m => m.Subject is { } subject && there.ContainsKey(subject.Digest)).GroupBy(m => m.Subject!.Digest);
        Func<CancellationToken, Task>[] all =
        [
            .. subjects.Select(s => (Func<CancellationToken, Task>)(token => ListAsync(s, token))),
            .. closure.CosignTags.Select(t => (Func<CancellationToken, Task>)(token => TagAsync(t.Tag, there[t.Digest], token))),
        ];
        await Parallel.ForEachAsync(all, parallel, async (act, token) => await act(token));
        await SweepAsync();
        return _written;
    }

    // A writer that does not look again may have overwritten a fallback tag since: they are looked at until all is listed.
    private async Task SweepAsync()
    {
        for (var sweep = 0; _touched.Count > 0; sweep++)
        {
            var again = _touched.ToList();
            if (sweep == MaximumSweeps)
            {
                throw new RegistryException(RegistryProblem.Conflict, $"{to.Text}@{again[0].Key}", $"others overwrite the tag {ReferrerList.TagOf(again[0].Key)} each time it is repaired");
            }

            _touched.Clear();
            await Parallel.ForEachAsync(again, parallel, async (subject, token) => await ListAsync(subject, token));
        }
    }

    private async Task ListAsync(IGrouping<Digest, ManifestContent> subject, CancellationToken cancellation)
    {
        if (await to.Store.AttachAsync(to.Repository, subject.Key, [.. subject], cancellation))
        {
            lock (_touched)
            {
                _touched.Add(subject);
                _written++;
            }
        }
    }

    private async Task TagAsync(string tag, ManifestContent manifest, CancellationToken cancellation)
    {
        var isWritten = false;
        await to.Store.UpdateTagAsync(to.Repository, tag, ChangeAsync, cancellation);
        lock (_touched)
        {
            _written += isWritten ? 1 : 0;
        }

        async Task<ManifestContent?> ChangeAsync(ManifestContent? current, CancellationToken token)
        {
            var wanted = await new CosignMerge(to, tag).OfAsync(current, manifest, token);
            isWritten |= wanted is not null;
            return wanted;
        }
    }
}
