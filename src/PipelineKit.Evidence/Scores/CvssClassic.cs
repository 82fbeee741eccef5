namespace PipelineKit.Evidence;

/// <summary>The equations of CVSS 2.0 (section 3.2.1) and 3.0/3.1 (section 7.1).</summary>
internal static class CvssClassic
{
    public static double? Score2(CvssMetrics metrics)
    {
        var access = metrics.Get("AV", "LAN");
        var complexity = metrics.Get("AC", "HML");
        var authentication = metrics.Get("Au", "MSN");
        var confidentiality = metrics.Get("C", "NPC");
        var integrity = metrics.Get("I", "NPC");
        var availability = metrics.Get("A", "NPC");
        if (!metrics.IsValid || (access | complexity | authentication | confidentiality | integrity | availability) < 0)
        {
            return null;
        }

        var impact = 10.41 * (1 - ((1 - Impact2(confidentiality)) * (1 - Impact2(integrity)) * (1 - Impact2(availability))));
        var exploitability = 20 * Of(access, 0.395, 0.646, 1.0) * Of(complexity, 0.35, 0.61, 0.71) * Of(authentication, 0.45, 0.56, 0.704);
        var score = ((0.6 * impact) + (0.4 * exploitability) - 1.5) * (impact == 0 ? 0 : 1.176);
        return Math.Round((score * 10) + 1e-9, MidpointRounding.AwayFromZero) / 10;
    }

    public static double? Score3(CvssMetrics metrics, bool isOld)
    {
        var vector = metrics.Get("AV", "PLAN");
        var complexity = metrics.Get("AC", "HL");
        var privileges = metrics.Get("PR", "HLN");
        var interaction = metrics.Get("UI", "RN");
        var scope = metrics.Get("S", "UC");
        var confidentiality = metrics.Get("C", "NLH");
        var integrity = metrics.Get("I", "NLH");
        var availability = metrics.Get("A", "NLH");
        if (!metrics.IsValid || (vector | complexity | privileges | interaction | scope | confidentiality | integrity | availability) < 0)
        {
            return null;
        }

        var isChanged = scope == 1;
        var lost = 1 - ((1 - Impact3(confidentiality)) * (1 - Impact3(integrity)) * (1 - Impact3(availability)));
        var impact = isChanged ? (7.52 * (lost - 0.029)) - (3.25 * Math.Pow(lost - 0.02, 15)) : 6.42 * lost;
        if (impact <= 0)
        {
            return 0;
        }

        var access = vector == 0 ? 0.2 : Of(vector - 1, 0.55, 0.62, 0.85);
        var needed = isChanged ? Of(privileges, 0.5, 0.68, 0.85) : Of(privileges, 0.27, 0.62, 0.85);
        var exploitability = 8.22 * access * (complexity == 0 ? 0.44 : 0.77) * needed * (interaction == 0 ? 0.62 : 0.85);
        return RoundUp(Math.Min((isChanged ? 1.08 : 1) * (impact + exploitability), 10), isOld);
    }

    /// <summary>To the next tenth; 3.1 (appendix A) forgives what floating point adds behind the fifth decimal.</summary>
    private static double RoundUp(double score, bool isOld)
    {
        if (isOld)
        {
            return Math.Ceiling(score * 10) / 10;
        }

        var whole = (long)Math.Round(score * 100_000, MidpointRounding.AwayFromZero);
        return whole % 10_000 == 0 ? whole / 100_000.0 : ((whole / 10_000) + 1) / 10.0;
    }

    private static double Impact2(int value) => Of(value, 0, 0.275, 0.660);

    private static double Impact3(int value) => Of(value, 0, 0.22, 0.56);

    private static double Of(int value, double first, double second, double third) => value == 0 ? first : value == 1 ? second : third;
}
