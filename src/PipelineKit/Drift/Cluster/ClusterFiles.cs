using System.Text.Json;
using PipelineKit.Failures;
using PipelineKit.Files;

namespace PipelineKit.Drift;

/// <summary>Reads files with what <c>kubectl get -o json</c> printed.</summary>
internal static class ClusterFiles
{
    private const int MaximumBytes = 256 << 20;
    private const int MaximumFiles = 1000;

    /// <summary>The containers of all of them; throws every problem at once.</summary>
    /// <exception cref="FailureException">PK0201: a pattern fits nothing, or a file is not what it should be. Evidence that cannot be read is never "no drift".</exception>
    internal static async Task<IReadOnlyList<ClusterImage>> ReadAsync(IReadOnlyList<string> patterns, string root, CancellationToken cancellation)
    {
        var images = new List<ClusterImage>();
        var problems = new List<Failure>();
        foreach (var path in Find(patterns, root, problems))
        {
            try
            {
                var content = await BoundedFile.ReadAsync(root, path, MaximumBytes, cancellation);
                var start = content.AsSpan().StartsWith("\uFEFF"u8) ? "\uFEFF"u8.Length : 0;
                if (ClusterJson.Read(content.AsMemory(start), images).Objects == 0 && content.AsSpan().IndexOf("\"items\""u8) < 0)
                {
                    problems.Add(Problem(new SourcePlace(path), "has no object of Kubernetes"));
                }
            }
            catch (JsonException e)
            {
                problems.Add(Problem(JsonMistake.At(path, e), $"is not what `kubectl get -o json` prints: {JsonMistake.Of(e)}"));
            }
            catch (InvalidOperationException e)
            {
                problems.Add(Problem(new SourcePlace(path), $"is not what `kubectl get -o json` prints: {e.Message}"));
            }
            catch (FailureException e)
            {
                problems.AddRange(e.Failures);
            }
        }

        return problems.Count == 0 ? images : throw new FailureException(problems);
    }

    private static SortedSet<string> Find(IReadOnlyList<string> patterns, string root, List<Failure> problems)
    {
        var found = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var pattern in patterns)
        {
            if (!pattern.AsSpan().ContainsAny("*?[{"))
            {
                found.Add(pattern);
                continue;
            }

            var glob = Glob.Parse(pattern);
            var all = Directory.EnumerateFiles(root, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint })
                .Select(f => Path.GetRelativePath(root, f).Replace(Path.DirectorySeparatorChar, '/')).Where(glob.Matches).Take(MaximumFiles).ToList();
            if (all.Count == 0)
            {
                problems.Add(Problem(new SourcePlace(pattern), "fits no file"));
            }

            found.UnionWith(all);
        }

        return found;
    }

    private static Failure Problem(SourcePlace place, string what) =>
        new(FailureCodes.UnreadableFile, $"`{place.File}` of `cluster-state` {what}.", "Give what `kubectl get pods,deployments,statefulsets,daemonsets,jobs,cronjobs -A -o json` prints.", place);
}
