using System.Globalization;
using System.IO.Compression;

namespace PipelineKit.Schedules;

/// <summary>The time zones in the program, for machines without any (eng/time-zones.js): right from 2024 on.</summary>
internal static class ZoneTable
{
    /// <summary>The zone; null when there is none of this name.</summary>
    internal static ZoneRules? Find(string name)
    {
        foreach (var parts in Lines())
        {
            if (parts[2].Split(' ').Contains(name, StringComparer.Ordinal))
            {
                return Read(parts[0], parts[1]);
            }
        }

        return null;
    }

    /// <summary>All names.</summary>
    internal static IReadOnlyList<string> Names() => [.. Lines().SelectMany(parts => parts[2].Split(' '))];

    // The first word of the changes is the offset before them; the others are TIME=OFFSET.
    private static ZoneRules Read(string footer, string changes)
    {
        var words = changes.Length > 0 ? changes.Split(' ') : ["0"];
        var times = new long[words.Length - 1];
        var offsets = new int[times.Length];
        for (var i = 0; i < times.Length; i++)
        {
            var equals = words[i + 1].IndexOf('=', StringComparison.Ordinal);
            times[i] = long.Parse(words[i + 1].AsSpan(0, equals), CultureInfo.InvariantCulture);
            offsets[i] = int.Parse(words[i + 1].AsSpan(equals + 1), CultureInfo.InvariantCulture);
        }

        return new ZoneRules(int.Parse(words[0], CultureInfo.InvariantCulture), times, offsets, ZoneFooter.Parse(footer));
    }

    private static IEnumerable<string[]> Lines()
    {
        using var content = typeof(ZoneTable).Assembly.GetManifestResourceStream("time-zones.br")!;
        using var plain = new BrotliStream(content, CompressionMode.Decompress);
        using var reader = new StreamReader(plain);
        return [.. reader.ReadToEnd().Split('\n').Select(line => line.Split('\t'))];
    }
}
