using System.Text.Json;
using PipelineKit.Sigstore;

namespace PipelineKit.CanaryVerify;

/// <summary>What is signed about a canary: an in-toto statement of our own type about its image. The data are not in it, but the digest of the verdict file that has them.</summary>
internal static class CanaryStatement
{
    /// <summary>The predicate type.</summary>
    internal const string PredicateType = "https://pipelinekit.dev/attestation/canary-verdict/v1";

    internal static Attestation Of(CanaryVerifyResult result) => new(PredicateType, Predicate(result));

    private static JsonElement Predicate(CanaryVerifyResult result) => CanaryJson.Element(json =>
    {
        var document = result.Document;
        json.WriteStartObject();
        json.WriteString("verdict", CanaryWords.Of(result.Decision.Verdict));
        json.WriteString("reason", result.Decision.Reason);
        json.WriteString("decidedAt", VerdictNumbers.Text(document.DecidedAt));
        json.WriteString("service", document.Service);
        json.WriteString("environment", document.Environment);
        json.WriteString("baseline", document.Scopes.Baseline.Digest.Text);
        CanaryJson.Window(json, document.Window);
        json.WriteNumber("alpha", document.Case.Policy.Alpha);
        json.WriteNumber("beta", document.Case.Policy.Beta);
        json.WriteStartArray("metrics");
        foreach (var metric in result.Decision.Metrics)
        {
            json.WriteStartObject();
            json.WriteString("name", metric.Name);
            json.WriteString("verdict", CanaryWords.Of(metric.Verdict));
            json.WriteString("reason", metric.Reason);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteString("verdictDigest", result.VerdictDigest.Text);
        json.WriteEndObject();
    });
}
