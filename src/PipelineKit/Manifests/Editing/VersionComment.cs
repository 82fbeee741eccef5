using System.Buffers;

namespace PipelineKit.Manifests.Editing;

/// <summary>
/// The comment after a <c>uses:</c> pinned to a commit that says which version the commit is. Read in the forms people and tools write:
/// <c># v1.2.3</c>, <c>#v1</c>, <c># tag=v1</c>, <c># renovate: tag=v1</c>, <c># v1 (source v2)</c>, <c># owner/repo@v1</c>, <c># pin @v4</c>,
/// <c># ratchet:owner/repo@v4</c>, <c># zizmor: ignore[x] # v1</c>, and a well-known branch name alone.
/// </summary>
public static class VersionComment
{
    private static readonly SearchValues<char> NumberCharacters = SearchValues.Create("0123456789.");
    private static readonly string[] Branches = ["main", "master", "trunk", "develop", "dev", "stable", "nightly", "next", "edge", "canary", "HEAD"];

    /// <summary>The version in a comment.</summary>
    /// <param name="comment">The comment, from its <c>#</c> to the line end.</param>
    /// <param name="start">Where the version begins in it.</param>
    /// <param name="version">The version, or empty.</param>
    /// <returns>Whether there is one.</returns>
    public static bool TryFind(ReadOnlySpan<char> comment, out int start, out string version)
    {
        // Each `#` may begin the part that names the version; the first that does is it.
        for (start = 0; start < comment.Length; start++)
        {
            if (comment[start] == '#' && (start == 0 || comment[start - 1] is ' ' or '\t') && TryPart(comment, ref start, out version))
            {
                return true;
            }
        }

        version = "";
        return false;
    }

    /// <summary>Whether a pin may write this as its comment: what is written must be read back as the same.</summary>
    public static bool IsReadable(string version) =>
        TryFind("# " + version, out var start, out var found) && start == 2 && string.Equals(found, version, StringComparison.Ordinal);

    private static bool TryPart(ReadOnlySpan<char> comment, ref int at, out string version)
    {
        var start = SkipSpace(comment, at + 1);
        foreach (var lead in (ReadOnlySpan<string>)["renovate:", "ratchet:", "pin"])
        {
            if (comment[start..].StartsWith(lead, StringComparison.OrdinalIgnoreCase))
            {
                start = SkipSpace(comment, start + lead.Length);
                break;
            }
        }

        var token = Token(comment[start..]);
        var skip = token.StartsWith("tag=") ? 4 : token.StartsWith("ref=") ? 4 : token.StartsWith("version=") ? 8 : token.LastIndexOf('@') + 1;
        var name = token[skip..].TrimEnd("./-+_");
        var end = start + skip + name.Length;
        version = name.ToString();
        var nothingElse = at == 0 && (comment[end..].TrimStart(" \t") is [] or ['#', ..]);
        if (!IsVersion(name, nothingElse, isLed: skip > 0))
        {
            version = "";
            return false;
        }

        at = start + skip;
        return true;
    }

    private static int SkipSpace(ReadOnlySpan<char> text, int at)
    {
        while (at < text.Length && text[at] is ' ' or '\t')
        {
            at++;
        }

        return at;
    }

    private static ReadOnlySpan<char> Token(ReadOnlySpan<char> text)
    {
        var length = 0;
        while (length < text.Length && (char.IsAsciiLetterOrDigit(text[length]) || text[length] is '.' or '_' or '-' or '/' or '+' or '=' or '@'))
        {
            length++;
        }

        return text[..length];
    }

    // v1, 1.2, v1.2.3-rc.1, codeql-bundle-v2.1, releases/v1; a bare number or a branch only when nothing else is said.
    private static bool IsVersion(ReadOnlySpan<char> name, bool isAlone, bool isLed)
    {
        if (name.IsEmpty || name.ContainsAny('=', '@'))
        {
            return false;
        }

        if (IsNumbered(name, out var isBare))
        {
            return !isBare || isAlone || isLed;
        }

        foreach (var branch in Branches)
        {
            if (name.SequenceEqual(branch))
            {
                return isAlone || isLed;
            }
        }

        return name.LastIndexOfAny('-', '/') is >= 0 and var cut && IsNumbered(name[(cut + 1)..], out var bare) && !bare && char.IsAsciiLetter(name[0]);
    }

    // v?N(.N)*, then perhaps -, + and anything of a version. Bare: neither a v nor a dot.
    private static bool IsNumbered(ReadOnlySpan<char> name, out bool isBare)
    {
        var hasV = name.Length > 1 && name[0] is 'v' or 'V';
        var rest = name[(hasV ? 1 : 0)..];
        var numbers = rest.IndexOfAnyExcept(NumberCharacters);
        var core = numbers < 0 ? rest : rest[..numbers];
        isBare = !hasV && !core.Contains('.');
        return core.Length > 0 && char.IsAsciiDigit(core[0]) && char.IsAsciiDigit(core[^1]) && (numbers < 0 || (rest[numbers] is '-' or '+' && !isBare));
    }
}
