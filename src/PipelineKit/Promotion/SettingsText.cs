using PipelineKit.Git;

namespace PipelineKit.Promotion;

/// <summary>Which texts may be names, paths and branches in the settings.</summary>
internal static class SettingsText
{
    private const int LongestName = 100;

    /// <summary>Why this cannot be a name of an application or environment, which are parts of branches, tags and files; null when it can.</summary>
    internal static string? NameProblem(string name) =>
        name.Length > LongestName ? $"it has more than {LongestName} characters"
        : name.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_' or '.')) ? "only letters, digits, `-`, `_` and `.` may be in it"
        : !char.IsAsciiLetterOrDigit(name[0]) || !GitNames.IsRef(name) ? "it begins with a letter or digit, has no `..`, and does not end with `.` or `.lock`"
        : null;

    /// <summary>Whether it is a branch, without <c>refs/heads/</c>.</summary>
    internal static bool IsBranch(string text) => GitNames.IsRef(text) && !text.StartsWith("refs/", StringComparison.Ordinal);

    /// <summary>Whether a path stays below the folder it starts at.</summary>
    internal static bool IsInside(string path) =>
        path.Length > 0 && !path.Contains('\\', StringComparison.Ordinal) && !path.AsSpan().ContainsAnyInRange('\0', '\x1f')
        && path.Split('/').All(name => name is not ("" or "..")) && !path.StartsWith(".git/", StringComparison.OrdinalIgnoreCase);

    /// <summary>The branch of an environment's changes.</summary>
    internal static string BranchOf(string pattern, string app, string environment) =>
        pattern.Replace("{app}", app, StringComparison.Ordinal).Replace("{environment}", environment, StringComparison.Ordinal);
}
