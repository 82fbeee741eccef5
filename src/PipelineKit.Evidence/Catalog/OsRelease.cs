namespace PipelineKit.Evidence;

/// <summary>Which distribution an image is of: <c>/etc/os-release</c>, or <c>/usr/lib/os-release</c> (os-release(5)).</summary>
internal static class OsRelease
{
    internal static Distribution Read(ReadOnlyMemory<byte> content)
    {
        var text = ControlReader.Decode(content.Span);
        var (id, version, like) = ("", "", "");
        for (var position = 0; ControlReader.TryTakeLine(text, ref position, out var line);)
        {
            var equals = line.IndexOf('=');
            var key = equals < 0 ? [] : line[..equals].Trim();
            if (key is "ID")
            {
                id = Value(line[(equals + 1)..]).ToLowerInvariant();
            }
            else if (key is "VERSION_ID")
            {
                version = Value(line[(equals + 1)..]);
            }
            else if (key is "ID_LIKE")
            {
                like = Value(line[(equals + 1)..]).ToLowerInvariant();
            }
        }

        return id.Length == 0 ? throw new UnreadableFileException("it has no ID") : new Distribution(id, version, like.Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    private static string Value(ReadOnlySpan<char> text)
    {
        text = text.Trim();
        return text.Length >= 2 && text[0] is '"' or '\'' && text[^1] == text[0] ? text[1..^1].ToString() : text.ToString();
    }
}
