using System.Text;

namespace PipelineKit.Manifests.Docker;

/// <summary>A parser directive: <c># name = value</c>, with any white space.</summary>
internal static class DockerDirective
{
    /// <summary>Reads the line; the value ends at white space.</summary>
    internal static bool TryParse(ReadOnlySpan<byte> bytes, int start, int end, out string name, out ByteSpan value)
    {
        name = "";
        value = default;
        var at = SkipSpace(bytes, start, end);
        if (at == end || bytes[at] != '#')
        {
            return false;
        }

        var nameStart = SkipSpace(bytes, at + 1, end);
        var nameEnd = nameStart;
        while (nameEnd < end && char.IsAsciiLetterOrDigit((char)bytes[nameEnd]))
        {
            nameEnd++;
        }

        var equals = SkipSpace(bytes, nameEnd, end);
        if (nameEnd == nameStart || equals == end || bytes[equals] != '=')
        {
            return false;
        }

        var valueStart = SkipSpace(bytes, equals + 1, end);
        var valueEnd = valueStart;
        while (valueEnd < end && !DockerWords.IsSpace((char)bytes[valueEnd]))
        {
            valueEnd++;
        }

        name = Encoding.ASCII.GetString(bytes[nameStart..nameEnd]).ToLowerInvariant();
        value = new ByteSpan(valueStart, valueEnd - valueStart);
        return value.Length > 0;
    }

    private static int SkipSpace(ReadOnlySpan<byte> bytes, int at, int end)
    {
        while (at < end && DockerWords.IsSpace((char)bytes[at]))
        {
            at++;
        }

        return at;
    }
}
