using System.Text;
using PipelineKit.Failures;
using PipelineKit.Oci;
using PipelineKit.Yaml;

namespace PipelineKit.Locking;

/// <summary>What the forms of other tools have in common.</summary>
internal static class LockFormText
{
    private const int MaximumFailures = 20;

    /// <summary>Reads every item, and throws with what is wrong with any of them.</summary>
    internal static IReadOnlyList<T> ReadAll<T>(YamlValue? list, Func<YamlValue, T?> read)
        where T : class
    {
        var items = new List<T>();
        var failures = new List<Failure>();
        foreach (var item in list?.Expect(YamlShape.Sequence).Items ?? [])
        {
            try
            {
                if (read(item) is { } value)
                {
                    items.Add(value);
                }
            }
            catch (FailureException e)
            {
                failures.AddRange(e.Failures);
            }
        }

        return failures.Count == 0 ? items : throw new FailureException([.. failures.Take(MaximumFailures)]);
    }

    /// <summary>An image reference; throws with its place.</summary>
    internal static ImageReference ReferenceOf(YamlValue value) =>
        ImageReference.TryParse(value.AsText(), out var reference, out var problem) ? reference : throw value.Error($"`{value.Text}` is not an image reference: {problem}");

    /// <summary>A digest; throws with its place.</summary>
    internal static Digest DigestOf(YamlValue value) =>
        Digest.TryParse(value.AsText(), out var digest) ? digest : throw value.Error($"`{value.Text}` is not a sha256 or sha512 digest in lower-case hex");

    /// <summary>The images of a lock for a tool that knows an image by its repository alone: one digest for each.</summary>
    /// <returns>Repository, digest, and the tag when there is one only; sorted by repository.</returns>
    /// <exception cref="FailureException">PK0102, when a repository has several digests.</exception>
    internal static IReadOnlyList<(string Repository, string? Tag, Digest Digest)> ByRepository(ImageLock content, string tool)
    {
        var groups = content.Images.Select(LockedImages.Known).GroupBy(i => i.Repository, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal).ToList();
        var failures = groups.Where(g => g.Select(i => i.Digest).Distinct().Skip(1).Any()).Select(g => new Failure(
            FailureCodes.BadInputValue,
            $"the lock has several digests for `{g.Key}` ({string.Join(", ", g.Select(i => i.Tag ?? i.Digest!.Text).Distinct(StringComparer.Ordinal))}), and {tool} knows an image by its name without the tag",
            "Use one version of it, or write the lock in another form."));
        return failures.Take(MaximumFailures).ToList() is { Count: > 0 } found
            ? throw new FailureException(found)
            : [.. groups.Select(g => (g.Key, g.Select(i => i.Tag).Distinct(StringComparer.Ordinal).Count() == 1 ? g.First().Tag : null, g.First().Digest!))];
    }

    /// <summary>The names that a configuration may use for a repository and that a tool compares as text: as Docker shortens it, and in full.</summary>
    internal static IEnumerable<string> Spellings(string repository)
    {
        const string Hub = "docker.io/";
        const string Official = "docker.io/library/";
        if (repository.StartsWith(Hub, StringComparison.Ordinal))
        {
            yield return repository[(repository.StartsWith(Official, StringComparison.Ordinal) ? Official.Length : Hub.Length)..];
        }

        yield return repository;
    }

    /// <summary>A line <c>key: value</c>.</summary>
    internal static void Pair(StringBuilder output, string key, string value)
    {
        output.Append(key);
        LockText.Append(output, value);
        output.Append('\n');
    }
}
