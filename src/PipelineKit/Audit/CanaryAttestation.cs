using System.Globalization;
using System.Text.Json;

namespace PipelineKit.Audit;

/// <summary>What the signed verdict about a canary says, as far as a promotion asks. The predicate may say more.</summary>
/// <param name="Verdict"><c>pass</c>, <c>fail</c> or <c>inconclusive</c>.</param>
/// <param name="Environment">The environment it was judged in.</param>
/// <param name="DecidedAt">When.</param>
public sealed record CanaryAttestation(string Verdict, string Environment, DateTimeOffset DecidedAt)
{
    /// <summary>The predicate type of the statement (in-toto), whose subject is the digest of the canary.</summary>
    public const string PredicateType = "https://pipelinekit.dev/attestation/canary-verdict/v1";

    /// <summary>Reads the predicate; null when one of these is missing or is not what it should be.</summary>
    public static CanaryAttestation? Read(JsonElement predicate) =>
        Text(predicate, "verdict") is "pass" or "fail" or "inconclusive" && Text(predicate, "environment") is { Length: > 0 } environment
        && DateTimeOffset.TryParse(Text(predicate, "decidedAt"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
            ? new CanaryAttestation(Text(predicate, "verdict")!, environment, at)
            : null;

    private static string? Text(JsonElement predicate, string name) =>
        predicate.ValueKind == JsonValueKind.Object && predicate.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
