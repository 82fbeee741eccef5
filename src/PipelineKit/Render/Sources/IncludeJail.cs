using System.Collections.Concurrent;
using PipelineKit.Files;
using PipelineKit.Yaml;

namespace PipelineKit.Render.Sources;

/// <summary>A file that was included.</summary>
/// <param name="Path">Relative to the working directory.</param>
/// <param name="Text">Its text.</param>
/// <param name="Sha256">Of its bytes, lower-case hex.</param>
internal sealed record IncludedFile(string Path, string Text, string Sha256);

/// <summary>
/// The only folder includes come from. Names are relative to it, links are resolved before the real path is compared with the real folder, letter case counts on every
/// system, and size and number are bounded. Every file is read once and stays what it was then for the whole run. Safe for many threads.
/// </summary>
internal sealed class IncludeJail
{
    internal const int MaximumBytes = 1 << 20;
    internal const int MaximumFiles = 1000;

    private readonly string _root;
    private readonly string _folder;
    private readonly Lazy<string> _realFolder;
    private readonly ConcurrentDictionary<string, IncludedFile> _files = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, HashSet<string>> _names = new(StringComparer.Ordinal);

    /// <summary>A jail.</summary>
    /// <param name="root">The working directory.</param>
    /// <param name="folder">The include root, relative to it; empty for the working directory itself.</param>
    internal IncludeJail(string root, string folder)
    {
        _root = root;
        _folder = folder;
        _realFolder = new(() => WorkspacePath.Real(Path.Combine(root, folder)));
    }

    /// <summary>The file of a name, or what is wrong with it.</summary>
    internal IncludedFile? Find(string name, out string? problem)
    {
        problem = null;
        if (_files.TryGetValue(name, out var known))
        {
            return known;
        }

        (var file, problem) = IncludeName.ProblemOf(name) is { } wrong ? (null, $"`{Shown(name)}` cannot be included: {wrong}")
            : _files.Count >= MaximumFiles ? (null, $"`{Shown(name)}` cannot be included: {MaximumFiles} other files are already")
            : Read(name);
        return file is null ? null : _files.GetOrAdd(name, file);
    }

    private (IncludedFile? File, string? Problem) Read(string name)
    {
        var shown = _folder.Length == 0 ? name : $"{_folder}/{name}";
        try
        {
            if (Missing(name) is { } missing)
            {
                return (null, missing);
            }

            var real = WorkspacePath.Real(Path.Combine(_root, _folder, name));
            if (!real.StartsWith(_realFolder.Value.TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            {
                return (null, $"`{name}` cannot be included: it is a link that leads outside of the include root");
            }

            if (Directory.Exists(real))
            {
                return (null, $"`{name}` cannot be included: it is a folder");
            }

            var bytes = BoundedRead(real, out var problem);
            if (bytes is null)
            {
                return (null, $"`{name}` cannot be included: {problem}");
            }

            return SourceFile.TryDecode(bytes, out var text, out var line)
                ? (new IncludedFile(shown, text, SourceFile.HashOf(bytes)), null)
                : (null, $"`{name}` cannot be included: line {line} is not UTF-8 text");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return (null, $"`{name}` cannot be included: {e.Message}");
        }
    }

    // Each part must be there in this very spelling, also on disks that do not tell capitals apart.
    private string? Missing(string name)
    {
        var folder = "";
        foreach (var part in name.Split('/'))
        {
            var names = NamesIn(folder);
            if (!names.Contains(part))
            {
                var near = names.FirstOrDefault(n => string.Equals(n, part, StringComparison.OrdinalIgnoreCase)) ?? Suggestion.For(part, names);
                return $"there is no `{name}` to include below `{(_folder.Length == 0 ? "." : _folder)}`" + (near is null ? "" : $"; did you mean `{folder}{near}`?");
            }

            folder += part + "/";
        }

        return null;
    }

    private HashSet<string> NamesIn(string folder) =>
        _names.GetOrAdd(folder, f =>
        {
            var full = Path.Combine(_root, _folder, f);
            return Directory.Exists(full) ? Directory.EnumerateFileSystemEntries(full).Select(e => Path.GetFileName(e)!).ToHashSet(StringComparer.Ordinal) : [];
        });

    // A pipe or device has no length, and is not opened.
    private static byte[]? BoundedRead(string path, out string? problem)
    {
        problem = null;
        var length = new FileInfo(path).Length;
        if (length == 0)
        {
            problem = RegularFile.IsEmptyFile(path) ? null : "it is not a regular file";
            return problem is null ? [] : null;
        }

        if (length > MaximumBytes)
        {
            problem = $"it has {length} bytes; at most {MaximumBytes} are read";
            return null;
        }

        using var handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var content = new byte[length];
        var read = 0;
        for (int n; read < content.Length && (n = RandomAccess.Read(handle, content.AsSpan(read), read)) > 0;)
        {
            read += n;
        }

        return content[..read];
    }

    private static string Shown(string name)
    {
        const int Longest = 100;
        return name.Length <= Longest ? name : name[..Longest] + "...";
    }
}
