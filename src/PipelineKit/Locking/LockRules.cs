using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using PipelineKit.Oci;

namespace PipelineKit.Locking;

/// <summary>What each value of a lock must look like. Every reader goes through these, so nothing else is ever in a lock.</summary>
internal static class LockRules
{
    private const int MaximumMediaType = 255;
    private static readonly SearchValues<char> MediaTypeCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!#$&-^_.+/");

    private static readonly SearchValues<char> PlatformCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-");

    /// <summary>Normalised and without digest: <c>docker.io/library/nginx:1.27</c>.</summary>
    internal static bool IsImage(string text) =>
        ImageReference.TryParse(text, out var reference, out _) && reference.Digest is null && reference.Canonical == text;

    /// <summary><c>type/subtype</c> (RFC 6838, section 4.2).</summary>
    internal static bool IsMediaType(string text) =>
        text.Length <= MaximumMediaType && !text.AsSpan().ContainsAnyExcept(MediaTypeCharacters)
        && text.IndexOf('/', StringComparison.Ordinal) is > 0 and var slash && slash == text.LastIndexOf('/') && slash < text.Length - 1;

    /// <summary><c>os/architecture[/variant][:os.version]</c>.</summary>
    internal static bool IsPlatform(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var version = colon < 0 ? "-" : text[(colon + 1)..];
        var parts = (colon < 0 ? text : text[..colon]).Split('/');
        return parts.Length is 2 or 3
            && Array.TrueForAll(parts, p => p.Length is > 0 and <= 64 && !p.AsSpan().ContainsAnyExcept(PlatformCharacters))
            && version.Length is > 0 and <= 64 && !version.AsSpan().ContainsAnyExcept(PlatformCharacters);
    }

    /// <summary><c>2026-11-21T08:00:00Z</c>, and nothing else of ISO 8601.</summary>
    internal static bool TryTime(string text, out DateTimeOffset time)
    {
        time = default;
        if (text is not { Length: 20 } || text[4] != '-' || text[7] != '-' || text[10] != 'T' || text[13] != ':' || text[16] != ':' || text[19] != 'Z')
        {
            return false;
        }

        var (year, month, day) = (Number(text.AsSpan(0, 4)), Number(text.AsSpan(5, 2)), Number(text.AsSpan(8, 2)));
        var (hour, minute, second) = (Number(text.AsSpan(11, 2)), Number(text.AsSpan(14, 2)), Number(text.AsSpan(17, 2)));
        if (year is < 1 or > 9999 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month) || hour is < 0 or > 23 || minute is < 0 or > 59 || second is < 0 or > 59)
        {
            return false;
        }

        time = new DateTimeOffset(year, month, day, hour, minute, second, TimeSpan.Zero);
        return true;
    }

    // Digits only; -1 for anything else.
    private static int Number(ReadOnlySpan<char> digits)
    {
        var number = 0;
        foreach (var digit in digits)
        {
            if (!char.IsAsciiDigit(digit))
            {
                return -1;
            }

            number = (number * 10) + (digit - '0');
        }

        return number;
    }

    /// <summary><c>path:line</c>; the path is relative and stays below the folder of the lock.</summary>
    internal static bool TrySite(string text, string? was, [NotNullWhen(true)] out LockSite? site)
    {
        var colon = text.LastIndexOf(':');
        var isValid = colon > 0
            && int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var line) && line > 0
            && text[colon + 1] != '0'
            && IsPath(text.AsSpan(0, colon));
        site = isValid ? new LockSite(text[..colon], int.Parse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture), was) : null;
        return isValid;
    }

    private static bool IsPath(ReadOnlySpan<char> path)
    {
        foreach (var part in path.Split('/'))
        {
            if (path[part] is "" or "." or ".." || path[part].Contains('\0'))
            {
                return false;
            }
        }

        return true;
    }
}
