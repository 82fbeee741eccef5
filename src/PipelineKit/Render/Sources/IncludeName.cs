using System.Buffers;

namespace PipelineKit.Render.Sources;

/// <summary>The rules for the name of an include, by its text alone.</summary>
internal static class IncludeName
{
    private const int MaximumLength = 512;
    private const int MaximumParts = 16;

    private static readonly string[] Extensions = [".sbn", ".scriban", ".yaml", ".yml", ".json", ".txt", ".conf", ".tpl"];

    // A colon is a drive or a stream of a file on Windows, the others are wildcards or reserved there.
    private static readonly SearchValues<char> Forbidden = SearchValues.Create("\\:*?\"<>|");

    /// <summary>What is wrong with the name; null when nothing is.</summary>
    internal static string? ProblemOf(string name)
    {
        if (name.Length == 0)
        {
            return "it is empty";
        }

        if (name.Length > MaximumLength)
        {
            return $"it is longer than {MaximumLength} characters";
        }

        if (name[0] == '/')
        {
            return "it is absolute; names are relative to the include root";
        }

        if (name.AsSpan().IndexOfAny(Forbidden) is >= 0 and var at)
        {
            return $"it has a `{name[at]}` in it; folders are separated by `/`";
        }

        if (name.Any(char.IsControl))
        {
            return "it has a control character in it";
        }

        var parts = name.Split('/');
        return parts.Length > MaximumParts ? $"it has more than {MaximumParts} parts"
            : Array.Exists(parts, p => p == "..") ? "it has `..` in it; nothing outside of the include root can be included"
            : Array.Exists(parts, p => p is "" or ".") ? "it has an empty part or `.` in it"
            : Array.Exists(parts, p => p[^1] is '.' or ' ' || p[0] == ' ') ? "a part of it begins with a blank or ends with a dot or blank"
            : Array.Exists(Extensions, e => parts[^1].Length > e.Length && parts[^1].EndsWith(e, StringComparison.Ordinal)) ? null
            : $"its ending is not one of {string.Join(", ", Extensions)}";
    }
}
