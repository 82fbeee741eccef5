using System.Diagnostics.CodeAnalysis;
using System.Text;
using PipelineKit.Oci;

namespace PipelineKit.Locking;

/// <summary>
/// Reads a lock that is line by line in the form <see cref="LockWriter"/> gives it, ten times as fast as YAML is read. Whatever differs in the
/// least (a comment, another indentation, a damaged value) is not read here at all; <see cref="LockReader"/> then decides, with reasons.
/// </summary>
internal ref struct LockLineReader
{
    private readonly List<LockedImage> _images = [];
    private readonly List<LockedUses> _uses = [];
    private ReadOnlySpan<char> _rest;
    private ReadOnlySpan<char> _line;

    private LockLineReader(string text)
    {
        _rest = text;
        Advance();
    }

    /// <summary>The lock, or null when the bytes are not exactly in the written form.</summary>
    internal static ImageLock? TryRead(ReadOnlySpan<byte> content)
    {
        if (content.Length > ImageLockFile.MaximumBytes || !(content.StartsWith("# "u8) || content.StartsWith("version: 1\n"u8)) || content[^1] != (byte)'\n' || !System.Text.Unicode.Utf8.IsValid(content))
        {
            return null;
        }

        var reader = new LockLineReader(Encoding.UTF8.GetString(content));
        return reader.TryReadAll() ? LockOrder.Sorted(reader._images, reader._uses) : null;
    }

    private bool TryReadAll()
    {
        // The header, if there is one, is a comment whose text does not matter, as long as no YAML reader ends its line elsewhere.
        if (_line.StartsWith("# "))
        {
            if (_line.ContainsAnyExceptInRange(' ', '~'))
            {
                return false;
            }

            Advance();
        }

        return Take("version: 1") && TryReadImages() && TryReadUses() && _line.IsEmpty && _rest.IsEmpty;
    }

    private bool TryReadImages()
    {
        var seen = new HashSet<(string, Digest)>();
        if (!Take("images:"))
        {
            return true;
        }

        while (TakeValue("- image: ", out var name))
        {
            var platforms = new List<(string, Digest)>();
            if (!LockRules.IsImage(name) || !TakeDigest("  digest: ", out var digest)
                || !TakeValue("  media-type: ", out var mediaType) || !LockRules.IsMediaType(mediaType)
                || !TryReadPlatforms(platforms) || !TryReadRest(out var firstSeen, out var sites) || !seen.Add((name, digest)))
            {
                return false;
            }

            _images.Add(new LockedImage { Image = name, Digest = digest, MediaType = mediaType, Platforms = platforms, FirstSeen = firstSeen, Sites = sites });
        }

        return _images.Count > 0;
    }

    private bool TryReadUses()
    {
        var seen = new HashSet<(string, string)>();
        if (!Take("uses:"))
        {
            return true;
        }

        while (TakeValue("- uses: ", out var name))
        {
            if (!Git.GitNames.IsUses(name) || !TakeValue("  commit: ", out var commit) || !Git.GitNames.IsCommit(commit))
            {
                return false;
            }

            var version = TakeValue("  version: ", out var written) ? written : null;
            if ((version is not null && !Git.GitNames.IsRef(version)) || !TryReadRest(out var firstSeen, out var sites) || !seen.Add((name, commit)))
            {
                return false;
            }

            _uses.Add(new LockedUses { Uses = name, Commit = commit, Version = version, FirstSeen = firstSeen, Sites = sites });
        }

        return _uses.Count > 0;
    }

    private bool TryReadPlatforms(List<(string, Digest)> platforms)
    {
        if (!Take("  platforms:"))
        {
            return true;
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (_line.StartsWith("    "))
        {
            var separator = _line.IndexOf(": ");
            var platform = separator < 4 ? "" : _line[4..separator].ToString();
            if (!LockText.IsPlain(platform) || !LockRules.IsPlatform(platform) || !seen.Add(platform) || !TakeDigest(_line[..(separator + 2)], out var digest))
            {
                return false;
            }

            platforms.Add((platform, digest));
        }

        return platforms.Count > 0;
    }

    private bool TryReadRest(out DateTimeOffset firstSeen, out List<LockSite> sites)
    {
        sites = [];
        firstSeen = default;
        if (!_line.StartsWith("  first-seen: ") || !LockRules.TryTime(_line["  first-seen: ".Length..].ToString(), out firstSeen))
        {
            return false;
        }

        Advance();
        if (!Take("  sites:"))
        {
            return true;
        }

        while (_line.StartsWith("  - "))
        {
            if (!TryReadSite(_line["  - ".Length..], out var site))
            {
                return false;
            }

            sites.Add(site);
            Advance();
        }

        return sites.Count > 0;
    }

    private static bool TryReadSite(ReadOnlySpan<char> text, [NotNullWhen(true)] out LockSite? site)
    {
        site = null;
        if (!text.StartsWith("{"))
        {
            return LockText.TryRead(text, out var plain) && LockRules.TrySite(plain, was: null, out site);
        }

        // A quoted `at` may hold the separator too; then the text before the first one is not a whole scalar, and this reader passes.
        var separator = text.IndexOf(", was: ");
        return text.StartsWith("{at: ") && text.EndsWith("}") && separator > 0
            && LockText.TryRead(text["{at: ".Length..separator], out var at)
            && LockText.TryRead(text[(separator + ", was: ".Length)..^1], out var was)
            && LockRules.TrySite(at, was, out site);
    }

    private bool TakeDigest(scoped ReadOnlySpan<char> key, [NotNullWhen(true)] out Digest? digest)
    {
        digest = null;
        if (!_line.StartsWith(key) || !Digest.TryParse(_line[key.Length..].ToString(), out digest))
        {
            return false;
        }

        Advance();
        return true;
    }

    private bool TakeValue(string key, out string value)
    {
        value = "";
        if (!_line.StartsWith(key) || !LockText.TryRead(_line[key.Length..], out value))
        {
            return false;
        }

        Advance();
        return true;
    }

    private bool Take(string line)
    {
        if (!_line.SequenceEqual(line))
        {
            return false;
        }

        Advance();
        return true;
    }

    private void Advance()
    {
        var end = _rest.IndexOf('\n');
        _line = end < 0 ? _rest : _rest[..end];
        _rest = end < 0 ? [] : _rest[(end + 1)..];
    }
}
