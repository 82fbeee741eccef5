using System.Globalization;

namespace PipelineKit.Manifests.Docker;

/// <summary>The build stages named so far, in any letter case.</summary>
internal sealed class DockerStages
{
    private readonly HashSet<string> _names = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Notes the name of a <c>FROM ... AS name</c>.</summary>
    internal void Add(string name) => _names.Add(name);

    /// <summary>Whether this is a stage by name or number, or no image at all (<c>scratch</c>).</summary>
    internal bool Has(string reference) =>
        reference == "scratch" || _names.Contains(reference) || int.TryParse(reference, NumberStyles.None, CultureInfo.InvariantCulture, out _);

    /// <summary>Whether a word with a variable in it may mean a stage: the text before or after the variable begins or ends one's name.</summary>
    internal bool MayMean(string word)
    {
        var first = word.IndexOf('$', StringComparison.Ordinal);
        if (first < 0)
        {
            return false;
        }

        var before = word[..first];
        var after = word[(word.LastIndexOf('}') + 1)..];
        return (before.Length > 0 && _names.Any(n => n.StartsWith(before, StringComparison.OrdinalIgnoreCase)))
            || (before.Length == 0 && word.EndsWith(after, StringComparison.Ordinal) && after.Length > 0 && !after.Contains('$', StringComparison.Ordinal)
                && _names.Any(n => n.EndsWith(after, StringComparison.OrdinalIgnoreCase)));
    }
}
