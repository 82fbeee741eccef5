namespace PipelineKit.Evidence;

/// <summary>
/// CVSS 4.0 section 8: the score of the macrovector, less the mean share of the way to the next lower macrovectors. Only base metrics count, so exploit maturity is at its worst (EQ5 is 0), the requirements are high, and safety
/// (EQ4 0) never applies: of the 270 macrovectors, 60 remain. Distances are in steps of a metric.
/// </summary>
internal static class Cvss4
{
    /// <summary>Score of the macrovectors in tenths, by EQ1 (3), EQ2 (2), EQ3 with EQ6 (00, 01, 10, 11, 21) and EQ4 (1, 2); from the lookup table of the specification.</summary>
    private static ReadOnlySpan<byte> Scores =>
    [
        100, 93, 96, 90, 93, 88, 92, 80, 79, 69,
        95, 92, 91, 81, 92, 84, 82, 70, 71, 63,
        94, 87, 89, 75, 86, 72, 76, 57, 65, 53,
        90, 77, 77, 66, 74, 61, 59, 52, 58, 23,
        86, 70, 74, 54, 72, 53, 57, 36, 47, 24,
        73, 54, 55, 43, 61, 46, 51, 18, 24, 10,
    ];

    public static double? Score(CvssMetrics metrics)
    {
        var vector = metrics.Get("AV", "NALP");
        var complexity = metrics.Get("AC", "LH");
        var requirements = metrics.Get("AT", "NP");
        var privileges = metrics.Get("PR", "NLH");
        var interaction = metrics.Get("UI", "NPA");
        var confidentiality = metrics.Get("VC", "HLN");
        var integrity = metrics.Get("VI", "HLN");
        var availability = metrics.Get("VA", "HLN");
        var (nextConfidentiality, nextIntegrity, nextAvailability) = (metrics.Get("SC", "HLN"), metrics.Get("SI", "HLN"), metrics.Get("SA", "HLN"));
        if (!metrics.IsValid || (vector | complexity | requirements | privileges | interaction | confidentiality | integrity | availability | nextConfidentiality | nextIntegrity | nextAvailability) < 0)
        {
            return null;
        }

        var isHarmless = confidentiality + integrity + availability + nextConfidentiality + nextIntegrity + nextAvailability == 12;
        if (isHarmless)
        {
            return 0;
        }

        var hasNone = vector == 0 || privileges == 0 || interaction == 0;
        var eq1 = vector + privileges + interaction == 0 ? 0 : hasNone && vector != 3 ? 1 : 2;
        var eq2 = complexity + requirements == 0 ? 0 : 1;
        var hasHigh = confidentiality == 0 || integrity == 0 || availability == 0;
        var eq36 = confidentiality + integrity == 0 ? 0 : hasHigh ? 2 : 4;
        var eq4 = nextConfidentiality == 0 || nextIntegrity == 0 || nextAvailability == 0 ? 0 : 1;
        var score = At(eq1, eq2, eq36, eq4);
        var sum = 0.0;
        var count = 1; // EQ5 always has a lower one, and no way towards it was gone.

        // EQ1: the distance to the nearest of the worst vectors of its level.
        if (eq1 < 2)
        {
            var distance = vector + privileges + interaction - eq1;
            sum += (score - At(eq1 + 1, eq2, eq36, eq4)) * distance / (eq1 == 0 ? 1 : 4);
            count++;
        }

        if (eq2 == 0)
        {
            count++;
        }

        if (eq36 < 4)
        {
            var lower = eq36 == 0 ? Math.Max(At(eq1, eq2, 1, eq4), At(eq1, eq2, 2, eq4)) : At(eq1, eq2, 3, eq4);
            var distance = confidentiality + integrity + availability - (eq36 == 0 ? 0 : 1);
            sum += (score - lower) * distance / (eq36 == 0 ? 7 : 8);
            count++;
        }

        if (eq4 == 0)
        {
            sum += (score - At(eq1, eq2, eq36, 1)) * (nextConfidentiality + nextIntegrity + nextAvailability) / 5;
            count++;
        }

        return Math.Round(Math.Max(score - (sum / count), 0) + 1e-6, MidpointRounding.AwayFromZero) / 10;
    }

    private static double At(int eq1, int eq2, int eq36, int eq4) => Scores[(((((eq1 * 2) + eq2) * 5) + eq36) * 2) + eq4];
}
