using System.Buffers;
using PipelineKit.Files;
using PipelineKit.Sigstore;

namespace PipelineKit.Signing;

/// <summary>Writes bundles to a folder, under names that say what they are: <c>shop.sha256-0123….cyclonedx.sigstore.json</c>.</summary>
internal static class BundleFiles
{
    private static readonly SearchValues<char> Plain = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_");

    /// <summary>The names of all bundles, by task: two of one type about one image are numbered.</summary>
    internal static IReadOnlyDictionary<SignTask, string> Names(IReadOnlyList<SignTask> tasks)
    {
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var names = new Dictionary<SignTask, string>(ReferenceEqualityComparer.Instance);
        foreach (var task in tasks)
        {
            var repository = task.Target.Image.Reference.Repository;
            var stem = $"{Safe(repository[(repository.LastIndexOf('/') + 1)..])}.{task.Target.Subject.Digest.Algorithm}-{task.Target.Subject.Digest.Hex}.{Safe(task.Name)}";
            var name = stem;
            for (var number = 2; !taken.Add(name); number++)
            {
                name = $"{stem}-{number}";
            }

            names[task] = name + ".sigstore.json";
        }

        return names;
    }

    /// <summary>Writes one; the path is relative to the root.</summary>
    internal static async Task<string> WriteAsync(string root, string folder, string name, SigstoreBundle bundle, CancellationToken cancellation)
    {
        var path = Path.Combine(folder, name).Replace('\\', '/');
        await AtomicFile.WriteAsync(root, path, bundle.ToJson(), cancellation);
        return path;
    }

    private static string Safe(string text) => string.Concat(text.Select(c => Plain.Contains(c) ? c : '-')).Trim('-');
}
