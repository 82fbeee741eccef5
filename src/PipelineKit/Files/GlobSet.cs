namespace PipelineKit.Files;

/// <summary>Patterns read in order, where the last one that fits decides and <c>!</c> before a pattern takes back.</summary>
public sealed class GlobSet
{
    private readonly (Glob Pattern, bool Takes)[] _patterns;

    private GlobSet((Glob Pattern, bool Takes)[] patterns) => _patterns = patterns;

    /// <summary>Fits nothing.</summary>
    public static GlobSet Empty { get; } = new([]);

    /// <summary>Whether there is no pattern.</summary>
    public bool IsEmpty => _patterns.Length == 0;

    /// <summary>Reads patterns; throws <see cref="FormatException"/> for one that is not a pattern.</summary>
    public static GlobSet Parse(IEnumerable<string> patterns) =>
        new([.. patterns.Select(p => p.StartsWith('!') ? (Glob.Parse(p[1..]), false) : (Glob.Parse(p), true))]);

    /// <summary>Whether a pattern that takes names this folder or file literally, as one of its parts.</summary>
    public bool Names(string name) => Array.Exists(_patterns, p => p.Takes && p.Pattern.Text.Split('/').Contains(name, StringComparer.Ordinal));

    /// <summary>Whether the set fits this relative path. A set that only takes back starts from everything.</summary>
    public bool Matches(string path)
    {
        for (var i = _patterns.Length - 1; i >= 0; i--)
        {
            if (_patterns[i].Pattern.Matches(path))
            {
                return _patterns[i].Takes;
            }
        }

        return _patterns.Length > 0 && !Array.Exists(_patterns, p => p.Takes);
    }
}
