using System.Globalization;

namespace PipelineKit.Canary;

/// <summary>One pair of series as Kayenta's scoring takes it.</summary>
/// <param name="Classification">What it was found to be.</param>
/// <param name="IsCritical">Whether it fails everything unless it passed.</param>
/// <param name="Groups">The groups it counts in.</param>
internal sealed record KayentaResult(Classification Classification, bool IsCritical, IReadOnlyList<string> Groups);

/// <summary>Kayenta's score: of each group the part that passed, weighted; 0 when something critical did not pass or half of all has no data.</summary>
internal static class KayentaScore
{
    private const double MostNodata = 50;

    /// <summary>0 to 100, with two decimals.</summary>
    /// <param name="weights">Of groups.</param>
    /// <param name="results">Everything that is not muted.</param>
    internal static double Of(IReadOnlyDictionary<string, double> weights, IReadOnlyList<KayentaResult> results)
    {
        var nodata = results.Count(r => r.Classification == Classification.Nodata);
        return results.Any(r => r.IsCritical && r.Classification != Classification.Pass) || (double)nodata / results.Count * 100 >= MostNodata ? 0 : Summary(weights, results);
    }

    private static double Summary(IReadOnlyDictionary<string, double> weights, IReadOnlyList<KayentaResult> results)
    {
        var groups = results.SelectMany(r => r.Groups).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        var without = groups.Count(g => !weights.ContainsKey(g));
        var rest = without > 0 ? (100 - weights.Values.Sum()) / without : 0;
        var sum = 0.0;
        foreach (var group in groups)
        {
            sum += OfGroup(results.Where(r => r.Groups.Contains(group, StringComparer.Ordinal))) * (weights.GetValueOrDefault(group, rest) / 100);
        }

        return Rounded(sum);
    }

    // A group in which nothing could be compared counts as if all had passed.
    private static double OfGroup(IEnumerable<KayentaResult> results)
    {
        int passed = 0, judged = 0;
        foreach (var result in results)
        {
            passed += result.Classification == Classification.Pass ? 1 : 0;
            judged += result.Classification is Classification.Nodata or Classification.Error ? 0 : 1;
        }

        return judged == 0 ? 100 : passed / (double)judged * 100;
    }

    // Half up by the decimal digits of the number, not by its binary value.
    private static double Rounded(double value)
    {
        const double Largest = 1e15;
        return Math.Abs(value) < Largest
            ? (double)Math.Round(decimal.Parse(value.ToString("R", CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture), 2, MidpointRounding.AwayFromZero)
            : value;
    }
}
