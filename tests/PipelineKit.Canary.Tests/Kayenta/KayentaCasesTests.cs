using System.Text.Json;
using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Canary.Tests;

public sealed class KayentaCasesTests
{
    [SkippableFact]
    public void Every_case_of_Kayentas_own_suite_is_classified_as_there()
    {
        using var cases = Read("kayenta-classifier-cases.json");
        var judged = 0;
        Assert.All(cases.RootElement.EnumerateArray().ToList(), one =>
        {
            var options = Options(one);
            var (control, experiment) = (Numbers(one, "control"), Numbers(one, "experiment"));
            var verdict = one.GetProperty("judge").GetString() == "MeanInequality" ? KayentaJudge.JudgeMeans(control, experiment, options) : KayentaJudge.Judge(control, experiment, options);
            var expected = one.GetProperty("expected").GetString() ?? "Nodata";
            Assert.Equal(expected, verdict.Classification.ToString());
            if (one.GetProperty("expectedCritical") is { ValueKind: JsonValueKind.True or JsonValueKind.False } critical)
            {
                Assert.Equal(critical.GetBoolean(), verdict.IsCritical);
            }

            if (one.GetProperty("expectedDeviation").GetString() is { } deviation)
            {
                Assert.True(deviation == ".isNaN" ? double.IsNaN(verdict.Deviation) : verdict.Deviation == 1, deviation);
            }

            judged++;
        });
        Assert.Equal(37, judged);
    }

    private static MetricOptions Options(JsonElement one) => new()
    {
        Tolerance = one.GetProperty("tolerance").GetDouble(),
        Confidence = one.GetProperty("confLevel").GetDouble(),
        Allowed = Pair(one, "effectSizeThresholds"),
        Critical = Pair(one, "criticalThresholds"),
        Measure = one.GetProperty("measure").GetString() == "cles" ? EffectMeasure.Cles : EffectMeasure.MeanRatio,
        Direction = Enum.Parse<MetricDirection>(one.GetProperty("direction").GetString()!),
        NanStrategy = Enum.Parse<NanStrategy>(one.GetProperty("nanStrategy").GetString()!),
        IsCritical = one.GetProperty("critical").GetBoolean(),
    };

    private static (double, double) Pair(JsonElement one, string name) => (one.GetProperty(name)[0].GetDouble(), one.GetProperty(name)[1].GetDouble());

    private static double[] Numbers(JsonElement one, string name) => [.. one.GetProperty(name).EnumerateArray().Select(v => v.GetDouble())];

    private static JsonDocument Read(string name) => JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Peer.SharedData("canary"), name)));
}
