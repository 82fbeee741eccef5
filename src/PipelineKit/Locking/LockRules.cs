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
    internal static bool TryTime(string text, out DateTimeOffset time) =>
        DateTimeOffset.TryParseExact(
            text, LockWriter.TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out time);

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
