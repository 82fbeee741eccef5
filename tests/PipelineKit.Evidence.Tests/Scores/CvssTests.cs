using Xunit;

namespace PipelineKit.Evidence.Tests.Scores;

public sealed class CvssTests
{
    [Theory]
    [InlineData("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", 9.8)]
    [InlineData("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H", 10)]
    [InlineData("CVSS:3.0/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N", 6.1)]
    [InlineData("CVSS:3.1/AV:L/AC:H/PR:L/UI:N/S:U/C:N/I:N/A:L", 2.5)]
    [InlineData("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N", 0)]
    [InlineData("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/E:P/RL:O", 9.8)]
    [InlineData("AV:N/AC:L/Au:N/C:P/I:P/A:P", 7.5)]
    [InlineData("(AV:N/AC:M/Au:N/C:N/I:P/A:N)", 4.3)]
    [InlineData("AV:L/AC:L/Au:N/C:C/I:C/A:C/E:U/RL:OF/RC:C", 7.2)]
    [InlineData("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N", 9.3)]
    [InlineData("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H", 10)]
    [InlineData("CVSS:4.0/AV:P/AC:H/AT:P/PR:H/UI:A/VC:L/VI:N/VA:N/SC:N/SI:N/SA:N/E:U", 1)]
    [InlineData("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:N/VA:N/SC:N/SI:N/SA:N", 0)]
    public void A_vector_has_a_base_score(string vector, double expected)
    {
        Assert.True(Cvss.TryScore(vector, out var score));
        Assert.Equal(expected, score);
    }

    [Theory]
    [InlineData("")]
    [InlineData("7.5")]
    [InlineData("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H")]
    [InlineData("CVSS:3.1/AV:X/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H")]
    [InlineData("CVSS:3.1/AV:N/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H")]
    [InlineData("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/E")]
    [InlineData("CVSS:3.2/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H")]
    [InlineData("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N")]
    [InlineData("AV:N/AC:L/Au:N/C:P/I:P/A:P:X")]
    public void What_is_no_complete_vector_has_none(string vector)
    {
        Assert.False(Cvss.TryScore(vector, out var score));
        Assert.Equal(0, score);
    }

    [Theory]
    [InlineData(0, Severity.Negligible)]
    [InlineData(0.1, Severity.Low)]
    [InlineData(3.9, Severity.Low)]
    [InlineData(4, Severity.Medium)]
    [InlineData(6.9, Severity.Medium)]
    [InlineData(7, Severity.High)]
    [InlineData(8.9, Severity.High)]
    [InlineData(9, Severity.Critical)]
    [InlineData(10, Severity.Critical)]
    [InlineData(10.1, Severity.Unknown)]
    [InlineData(-1, Severity.Unknown)]
    [InlineData(double.NaN, Severity.Unknown)]
    public void A_score_has_a_word(double score, Severity expected) => Assert.Equal(expected, Cvss.SeverityOf(score));

    [SkippableTheory]
    [InlineData("CVSS:4.0/", "AV:NALP AC:LH AT:NP PR:NLH UI:NPA VC:HLN VI:HLN VA:HLN SC:HLN SI:HLN SA:HLN")]
    [InlineData("CVSS:3.1/", "AV:NALP AC:LH PR:NLH UI:NR S:UC C:HLN I:HLN A:HLN")]
    [InlineData("CVSS:3.0/", "AV:NALP AC:LH PR:NLH UI:NR S:UC C:HLN I:HLN A:HLN")]
    [InlineData("", "AV:NAL AC:LMH Au:NSM C:NPC I:NPC A:NPC")]
    public async Task Scores_are_those_of_an_independent_calculator(string prefix, string metrics)
    {
        var random = new Random(3104);
        var names = metrics.Split(' ').Select(m => m.Split(':')).ToArray();
        var vectors = Enumerable.Range(0, 3000)
            .Select(_ => prefix + string.Join('/', names.Select(m => m[0] + ":" + m[1][random.Next(m[1].Length)]))).Distinct(StringComparer.Ordinal).ToArray();
        var answers = await RulesPeer.AskAsync<double?>("cvss", "ae-cvss-calculator", vectors);
        Assert.Empty(vectors.Zip(answers).Where(p => !Cvss.TryScore(p.First, out var score) || score != p.Second).Select(p => $"{p.First}: {p.Second} there"));
    }
}
