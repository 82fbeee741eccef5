using System.Globalization;
using System.Text;

namespace PipelineKit.Locking;

/// <summary>Writes a lock: everything sorted by ordinal, one line per fact, so that the same lock is the same bytes and one change is few lines.</summary>
internal sealed class LockWriter
{
    internal const string Header = "# Written by pipelinekit digest-pin; commit it. Format: docs/digest-pin.md";
    internal const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss'Z'";
    private readonly StringBuilder _output = new(64 * 1024);

    internal string Write(ImageLock content)
    {
        var sorted = LockOrder.Sorted(content.Images, content.Uses);
        _output.Append(Header).Append("\nversion: 1\n");
        if (sorted.Images.Count > 0)
        {
            _output.Append("images:\n");
            foreach (var image in sorted.Images)
            {
                Write(image);
            }
        }

        if (sorted.Uses.Count > 0)
        {
            _output.Append("uses:\n");
            foreach (var uses in sorted.Uses)
            {
                Write(uses);
            }
        }

        return _output.ToString();
    }

    internal static string Time(DateTimeOffset time) => time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);

    private void Write(LockedImage image)
    {
        Pair("- image: ", image.Image);
        Pair("  digest: ", image.Digest.Text);
        Pair("  media-type: ", image.MediaType);
        if (image.Platforms.Count > 0)
        {
            _output.Append("  platforms:\n");
            foreach (var (platform, digest) in image.Platforms)
            {
                _output.Append("    ");
                LockText.Append(_output, platform);
                _output.Append(": ").Append(digest.Text).Append('\n');
            }
        }

        Write(image.FirstSeen, image.Sites);
    }

    private void Write(LockedUses uses)
    {
        Pair("- uses: ", uses.Uses);
        Pair("  commit: ", uses.Commit);
        if (uses.Version is not null)
        {
            Pair("  version: ", uses.Version);
        }

        Write(uses.FirstSeen, uses.Sites);
    }

    private void Write(DateTimeOffset firstSeen, IReadOnlyList<LockSite> sites)
    {
        _output.Append("  first-seen: ").Append(Time(firstSeen)).Append('\n');
        if (sites.Count == 0)
        {
            return;
        }

        _output.Append("  sites:\n");
        foreach (var site in sites)
        {
            var at = $"{site.Path}:{site.Line.ToString(CultureInfo.InvariantCulture)}";
            if (site.Was is null)
            {
                Pair("  - ", at);
                continue;
            }

            _output.Append("  - {at: ");
            LockText.Append(_output, at);
            _output.Append(", was: ");
            LockText.Append(_output, site.Was);
            _output.Append("}\n");
        }
    }

    private void Pair(string key, string value)
    {
        _output.Append(key);
        LockText.Append(_output, value);
        _output.Append('\n');
    }
}
