using System.Text.Json;

namespace PipelineKit.Sigstore;

/// <summary>By which members a predicate of each known type is told from everything else. Not a whole schema: enough to notice the wrong file.</summary>
internal static class PredicateRules
{
    /// <summary>Which rule is broken, or null. Types without rules here are only not allowed to be whole statements.</summary>
    internal static string? Problem(string predicateType, JsonElement predicate) =>
        Text(predicate, "_type") is { } type && type.StartsWith("https://in-toto.io/Statement/", StringComparison.Ordinal)
            ? "it is a whole in-toto statement; give the content of its `predicate` alone"
            : predicateType switch
            {
                PredicateTypes.CycloneDx => CycloneDx(predicate),
                PredicateTypes.Spdx => Spdx(predicate),
                PredicateTypes.OpenVex => OpenVex(predicate),
                PredicateTypes.CosignVulnerabilities => CosignVulnerabilities(predicate),
                PredicateTypes.Vulnerabilities => Vulnerabilities(predicate),
                PredicateTypes.VerificationSummary => VerificationSummary(predicate),
                PredicateTypes.SlsaProvenance => Provenance(predicate),
                PredicateTypes.SlsaProvenance02 => Member(predicate, "builder") is { } builder && Text(builder, "id") is not null && Text(predicate, "buildType") is not null
                    ? null
                    : "SLSA provenance 0.2 has `builder.id` and `buildType`",
                PredicateTypes.TestResult => Text(predicate, "result") is "PASSED" or "WARNED" or "FAILED" && IsArray(predicate, "configuration")
                    ? null
                    : "a test result has `result` (PASSED, WARNED or FAILED) and a list `configuration`",
                PredicateTypes.ImageSignature => "an image signature has no file: `sign` makes it by itself",
                _ => null,
            };

    private static string? CycloneDx(JsonElement predicate) =>
        Text(predicate, "bomFormat") != "CycloneDX" ? "a CycloneDX document has `bomFormat: CycloneDX`" + (LooksLikeSpdx(predicate) ? "; this one is SPDX" : "")
        : Text(predicate, "specVersion") is null ? "a CycloneDX document has `specVersion`"
        : null;

    private static string? Spdx(JsonElement predicate) =>
        LooksLikeSpdx(predicate) ? null
        : "an SPDX document has `spdxVersion` (SPDX-2.x), or the `@context` of SPDX 3" + (Text(predicate, "bomFormat") == "CycloneDX" ? "; this one is CycloneDX" : "");

    private static bool LooksLikeSpdx(JsonElement predicate) =>
        Text(predicate, "spdxVersion")?.StartsWith("SPDX-2.", StringComparison.Ordinal) == true
        || Text(predicate, "@context")?.StartsWith("https://spdx.org/rdf/3.", StringComparison.Ordinal) == true;

    private static string? OpenVex(JsonElement predicate) =>
        Text(predicate, "@context")?.StartsWith("https://openvex.dev/ns", StringComparison.Ordinal) == true && IsArray(predicate, "statements")
            ? null
            : "an OpenVEX document has an `@context` of https://openvex.dev/ns and a list `statements`";

    private static string? CosignVulnerabilities(JsonElement predicate) =>
        predicate.TryGetProperty("SchemaVersion", out _) && predicate.TryGetProperty("Results", out _) ? "it is a report in Trivy's own format; make it with `trivy image --format cosign-vuln`"
        : Member(predicate, "scanner") is { } scanner && scanner.TryGetProperty("result", out _) && Member(predicate, "metadata") is not null ? null
        : "cosign's vulnerability predicate has `scanner.result` and `metadata`";

    private static string? Vulnerabilities(JsonElement predicate) =>
        Member(predicate, "scanner") is { } scanner && IsArray(scanner, "result") && Member(predicate, "metadata") is not null
            ? null
            : "the vulnerability predicate of in-toto has a list `scanner.result`, and `metadata`";

    private static string? VerificationSummary(JsonElement predicate) =>
        Member(predicate, "verifier") is { } verifier && Text(verifier, "id") is not null
        && Text(predicate, "timeVerified") is not null && Text(predicate, "resourceUri") is not null
        && Text(predicate, "verificationResult") is "PASSED" or "FAILED"
            ? null
            : "a verification summary has `verifier.id`, `timeVerified`, `resourceUri` and `verificationResult` (PASSED or FAILED)";

    private static string? Provenance(JsonElement predicate) =>
        Member(predicate, "buildDefinition") is { } definition && Text(definition, "buildType") is not null
        && Member(predicate, "runDetails") is { } run && Member(run, "builder") is { } builder && Text(builder, "id") is not null
            ? null
            : "SLSA provenance 1 has `buildDefinition.buildType` and `runDetails.builder.id`";

    private static JsonElement? Member(JsonElement json, string name) =>
        json.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.Object ? member : null;

    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.String && member.GetString() is { Length: > 0 } text ? text : null;

    private static bool IsArray(JsonElement json, string name) => json.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.Array;
}
