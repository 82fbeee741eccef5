namespace PipelineKit.Manifests.Rendered;

/// <summary>
/// Whether every image of rendered manifests is pinned to a digest that the lock has for its repository: in each place of a PodSpec, under each key that names
/// an image, in mappings of repository, tag and digest, in texts that are YAML or JSON themselves, and wherever a text names a repository of the lock.
/// </summary>
public static class PinCheck
{
    /// <summary>Checks one stream.</summary>
    /// <param name="yaml">The stream; what stands in a damaged document before the fault is checked too.</param>
    /// <param name="pins">The lock.</param>
    /// <param name="options">Further places, and what is left out.</param>
    /// <returns>At most a thousand findings; more are not looked for.</returns>
    public static PinCheckResult Run(RenderedYaml yaml, PinLock pins, PinCheckOptions options)
    {
        var report = new PinReport(options);
        var scan = new PinScan(yaml, new PinSubject(pins, new PinJudge(pins), options, report), outer: null);
        scan.Keys();
        scan.Texts();
        report.Findings.Sort(static (a, b) => a.Offset.CompareTo(b.Offset));
        report.Uses.Sort(static (a, b) => a.Offset.CompareTo(b.Offset));
        return new PinCheckResult(report.Findings, report.Uses);
    }

    /// <summary>What is odd in all streams of a rendering together: images of the lock that nothing uses, as far as the lock itself knows, and images that are used with two digests.</summary>
    public static IReadOnlyList<PinFinding> Warnings(PinLock pins, IReadOnlyList<PinCheckResult> results)
    {
        // Keyed by text: groups by several values at once would have to be compiled at every start.
        var used = new HashSet<string>(StringComparer.Ordinal);
        var digests = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        foreach (var use in results.SelectMany(r => r.Images))
        {
            used.Add($"{use.Repository}@{use.Digest}");
            var title = use.Tag is null ? use.Repository : $"{use.Repository}:{use.Tag}";
            if (!digests.TryGetValue(title, out var known))
            {
                digests[title] = known = new HashSet<string>(StringComparer.Ordinal);
            }

            known.Add(use.Digest.Text);
        }

        var unused = pins.Images.Entries
            .Where(e => !e.HasSites && !(e.Digest is { } digest && used.Contains($"{e.Repository}@{digest}")) && !e.Platforms.Any(p => used.Contains($"{e.Repository}@{p.Digest}")))
            .Select(e => Warning(PinVerdict.UnusedLockEntry, e.Title, detail: null));
        var twice = digests.Keys.Where(title => digests[title].Count > 1)
            .Select(title => Warning(PinVerdict.TwoDigests, title, string.Join(", ", digests[title].Order(StringComparer.Ordinal))));
        return [.. unused.Concat(twice)];
    }

    private static PinFinding Warning(PinVerdict verdict, string value, string? detail) =>
        new(verdict, -1, -1, 0, value, "", PinMessages.Of(verdict, value, new PinJudgement { Detail = detail }), PinMessages.Remedy(verdict));
}
