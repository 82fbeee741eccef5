namespace PipelineKit.Evidence;

/// <summary>
/// Licences of a Debian package, as far as its <c>/usr/share/doc/NAME/copyright</c> says them in a way a program can read: fields <c>License:</c>
/// (machine-readable debian/copyright 1.0), or else which of the common licences it points to.
/// </summary>
internal static class DebCopyright
{
    private const int Maximum = 50;
    private const string Common = "/usr/share/common-licenses/";

    internal static IReadOnlyList<string> Read(ReadOnlyMemory<byte> content)
    {
        var text = ControlReader.Decode(content.Span);
        var licenses = new SortedSet<string>(StringComparer.Ordinal);
        var isMachineReadable = text.AsSpan(0, Math.Min(text.Length, 2000)).Contains("Format:", StringComparison.Ordinal);
        for (var position = 0; licenses.Count < Maximum && ControlReader.TryTakeLine(text, ref position, out var line);)
        {
            if (isMachineReadable && line.StartsWith("License:", StringComparison.OrdinalIgnoreCase))
            {
                Add(licenses, line["License:".Length..].Trim());
            }
            else if (!isMachineReadable)
            {
                Point(licenses, line);
            }
        }

        return [.. licenses];
    }

    private static void Point(SortedSet<string> licenses, ReadOnlySpan<char> line)
    {
        for (var start = line.IndexOf(Common); start >= 0; start = line.IndexOf(Common))
        {
            line = line[(start + Common.Length)..];
            var end = line.IndexOfAnyExcept(LicenseCharacters);
            Add(licenses, (end < 0 ? line : line[..end]).TrimEnd('.'));
        }
    }

    private static readonly System.Buffers.SearchValues<char> LicenseCharacters =
        System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-+");

    private static void Add(SortedSet<string> licenses, ReadOnlySpan<char> name)
    {
        if (name.Length is > 0 and <= 200)
        {
            licenses.Add(name.ToString());
        }
    }
}
