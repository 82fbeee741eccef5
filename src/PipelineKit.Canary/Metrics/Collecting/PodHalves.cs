using System.Security.Cryptography;
using System.Text;

namespace PipelineKit.Canary;

/// <summary>The pods of an arm in two halves, always the same for the same pods.</summary>
internal sealed class PodHalves
{
    private readonly HashSet<string> _first;

    private PodHalves(HashSet<string> first) => _first = first;

    /// <summary>The halves; null for fewer than two pods.</summary>
    public static PodHalves? Of(IReadOnlyList<Series> list)
    {
        var keys = list.Select(Key).Distinct(StringComparer.Ordinal).ToArray();
        if (keys.Length < 2)
        {
            return null;
        }

        var hashes = Array.ConvertAll(keys, k => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(k))));
        Array.Sort(hashes, keys, StringComparer.Ordinal);
        var first = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < keys.Length; i += 2)
        {
            first.Add(keys[i]);
        }

        return new PodHalves(first);
    }

    /// <summary>Whether a series is of the first half.</summary>
    public bool IsFirst(Series series) => _first.Contains(Key(series));

    private static string Key(Series series) => CounterBirths.TargetOf(series.Labels) ?? CanonicalSeries.LabelText(series.Labels);
}
