using System.Buffers;

namespace PipelineKit.Git;

/// <summary>Which texts may be names of repositories and refs. What is not, is never sent anywhere.</summary>
public static class GitNames
{
    private const int MaximumLength = 255;
    private static readonly SearchValues<char> RepositoryCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-");

    private static readonly SearchValues<char> LowerHex = SearchValues.Create("0123456789abcdef");

    /// <summary>
    /// Whether it is <c>owner/name</c>: two segments of letters, digits, <c>.</c>, <c>_</c>, <c>-</c>, none of them dots only, none with a leading dash.
    /// </summary>
    public static bool IsRepository(string text) =>
        text.Length <= MaximumLength
        && text.IndexOf('/', StringComparison.Ordinal) is > 0 and var slash
        && IsSegment(text.AsSpan(0, slash)) && IsSegment(text.AsSpan(slash + 1));

    /// <summary>Whether it is a commit: 40 (sha1) or 64 (sha256) lower-case hex digits.</summary>
    public static bool IsCommit(ReadOnlySpan<char> text) => text.Length is 40 or 64 && !text.ContainsAnyExcept(LowerHex);

    /// <summary>
    /// Whether it may be the name of a tag or branch, with or without <c>refs/...</c> (the rules of git-check-ref-format, and no leading dash).
    /// </summary>
    public static bool IsRef(ReadOnlySpan<char> text)
    {
        if (text.Length is 0 or > MaximumLength || text[0] is '-' or '/' || text[^1] is '/' or '.' || text is "@"
            || text.Contains("..", StringComparison.Ordinal) || text.Contains("@{", StringComparison.Ordinal) || text.Contains("//", StringComparison.Ordinal))
        {
            return false;
        }

        foreach (var c in text)
        {
            if (char.IsControl(c) || c is ' ' or '~' or '^' or ':' or '?' or '*' or '[' or '\\')
            {
                return false;
            }
        }

        foreach (var part in text.Split('/'))
        {
            if (text[part].StartsWith('.') || text[part].EndsWith(".lock", StringComparison.Ordinal))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether it is a reference to an action or reusable workflow, <c>owner/repo[/path]@ref</c>, split at the first <c>@</c>.</summary>
    public static bool IsUses(string text)
    {
        var at = text.IndexOf('@', StringComparison.Ordinal);
        if (at < 0 || text.Length > 2 * MaximumLength || !IsRef(text.AsSpan(at + 1)))
        {
            return false;
        }

        var segments = text[..at].Split('/');
        return segments.Length >= 2 && Array.TrueForAll(segments, s => IsSegment(s));
    }

    private static bool IsSegment(ReadOnlySpan<char> text) =>
        text.Length > 0 && text[0] != '-' && !text.ContainsAnyExcept(RepositoryCharacters) && text.ContainsAnyExcept('.');
}
