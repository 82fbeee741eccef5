using System.Text.Json;
using PipelineKit.Actions;
using PipelineKit.Oci;
using PipelineKit.Promotion;
using PipelineKit.Sigstore;

namespace PipelineKit.Audit;

/// <summary>The SLSA verification summary of a promotion: for those who only ask whether an image may be in an environment.</summary>
internal static class PromotionSummary
{
    internal const string Verifier = "urn:pipelinekit:promote";

    internal static JsonElement Of(PromotionRecord record)
    {
        var entry = record.Entry;
        var inputs = new SortedDictionary<string, ResourceDescriptor>(StringComparer.Ordinal);
        foreach (var evidence in (IReadOnlyList<GateEvidence>[])[record.Evidence, .. record.Gates.Select(g => g.Evidence)])
        {
            foreach (var (name, digest, place) in evidence)
            {
                inputs[$"{name} {digest}"] = new ResourceDescriptor(place.Length > 0 ? place : name, Named(digest));
            }
        }

        return new VerificationSummary(
            Verifier,
            new Dictionary<string, string>(StringComparer.Ordinal) { [Product.Program] = Product.Version },
            entry.At,
            $"{entry.Image}@{entry.Digest}",
            new ResourceDescriptor(record.PolicyUri, entry.Policy is { } policy ? Named(policy) : new Dictionary<string, string>(StringComparer.Ordinal)),
            [.. inputs.Values],
            Passed: true,
            [Level(entry.Environment, entry.Bypass || record.Gates.Any(g => g.Result is GateResult.Overridden or GateResult.Failed))]).ToPredicate();
    }

    /// <summary>The level an environment asks for. Where gates were overridden it is another one, so that who asks for the plain one does not get it.</summary>
    internal static string Level(string environment, bool overridden) =>
        $"PIPELINEKIT_PROMOTED_{string.Concat(environment.Select(c => char.IsAsciiLetterOrDigit(c) ? char.ToUpperInvariant(c) : '_'))}{(overridden ? "_OVERRIDDEN" : "")}";

    private static Dictionary<string, string> Named(Digest digest) => new(StringComparer.Ordinal) { [digest.Algorithm] = digest.Hex };
}
