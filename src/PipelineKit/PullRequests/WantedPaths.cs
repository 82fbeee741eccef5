namespace PipelineKit.PullRequests;

/// <summary>Paths that are to be written, held against those that are there: what is a link, a submodule, a file where a folder must be, or the same name in other case.</summary>
internal sealed class WantedPaths
{
    private readonly Dictionary<string, string> _spellings = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _files;
    private readonly HashSet<string> _present = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _obstacles = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _otherCase = new(StringComparer.Ordinal);

    internal WantedPaths(IReadOnlyCollection<string> paths)
    {
        _files = new HashSet<string>(paths, StringComparer.Ordinal);
        foreach (var path in paths)
        {
            for (var end = path.IndexOf('/', StringComparison.Ordinal); end >= 0; end = path.IndexOf('/', end + 1))
            {
                Want(path[..end], isFolder: true);
            }

            Want(path, isFolder: false);
        }
    }

    /// <summary>Takes note of a file that stays where it is.</summary>
    internal void Meet(string path, TreeFile file)
    {
        var lookup = _spellings.GetAlternateLookup<ReadOnlySpan<char>>();
        for (var end = path.IndexOf('/', StringComparison.Ordinal); end >= 0; end = path.IndexOf('/', end + 1))
        {
            if (lookup.TryGetValue(path.AsSpan(0, end), out var folder) && IsSame(folder, path.AsSpan(0, end)) && _files.Contains(folder))
            {
                _obstacles[folder] = "is a folder in the branch; a file cannot take its place";
            }
        }

        if (!lookup.TryGetValue(path, out var spelling) || !IsSame(spelling, path))
        {
            return;
        }

        if (!file.IsRegular)
        {
            _obstacles[path] = $"is {file.Nature} in the branch; nothing is written over or through it";
        }
        else if (!_files.Contains(path))
        {
            _obstacles[path] = "is a file in the branch, and a folder of that name is needed";
        }
    }

    /// <summary>What was found, by path.</summary>
    internal IEnumerable<(string Path, string Problem)> Problems() =>
        _obstacles.Select(o => (o.Key, o.Value))
            .Concat(_otherCase.Where(o => !_present.Contains(o.Key)).Select(o => (o.Key, $"differs from `{o.Value}` in the branch only by case; on some systems they are one")))
            .OrderBy(p => p.Key, StringComparer.Ordinal);

    private bool IsSame(string wanted, ReadOnlySpan<char> present)
    {
        if (present.SequenceEqual(wanted))
        {
            _present.Add(wanted);
            return true;
        }

        _otherCase.TryAdd(wanted, present.ToString());
        return false;
    }

    private void Want(string path, bool isFolder)
    {
        if (isFolder && _files.Contains(path))
        {
            _obstacles[path] = "is to be a file and a folder in the same change";
        }

        if (!_spellings.TryAdd(path, path) && _spellings[path] != path)
        {
            _obstacles[path] = $"differs from `{_spellings[path]}` in the same change only by case; on some systems they are one";
        }
    }
}
