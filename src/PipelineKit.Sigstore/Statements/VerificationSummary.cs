using System.Text.Json;

namespace PipelineKit.Sigstore;

/// <summary>That something was verified (SLSA verification summary, version 1): one statement that stands for many.</summary>
/// <param name="VerifierId">Who verified: a URI.</param>
/// <param name="VerifierVersions">Versions of the verifier's parts by name; may be empty.</param>
/// <param name="Verified">When.</param>
/// <param name="ResourceUri">What was verified, as it will be used: the image's name.</param>
/// <param name="Policy">The policy, with its digest.</param>
/// <param name="Inputs">The attestations that were looked at, with their digests.</param>
/// <param name="Passed">Whether it satisfied the policy.</param>
/// <param name="Levels">The levels that were verified: <c>SLSA_BUILD_LEVEL_3</c> or the organisation's own.</param>
public sealed record VerificationSummary(
    string VerifierId,
    IReadOnlyDictionary<string, string> VerifierVersions,
    DateTimeOffset Verified,
    string ResourceUri,
    ResourceDescriptor Policy,
    IReadOnlyList<ResourceDescriptor> Inputs,
    bool Passed,
    IReadOnlyList<string> Levels)
{
    /// <summary>The predicate (<see cref="PredicateTypes.VerificationSummary"/>).</summary>
    public JsonElement ToPredicate() =>
        PredicateJson.Object(json =>
        {
            json.Object("verifier", () =>
            {
                json.WriteString("id", VerifierId);
                if (VerifierVersions.Count > 0)
                {
                    json.Map("version", VerifierVersions);
                }
            });
            json.WriteString("timeVerified", PredicateJson.Time(Verified));
            json.WriteString("resourceUri", ResourceUri);
            json.Object("policy", () => Policy.WriteMembers(json));
            json.Array("inputAttestations", Inputs, i => i.Write(json));
            json.WriteString("verificationResult", Passed ? "PASSED" : "FAILED");
            json.Texts("verifiedLevels", Levels);
            json.WriteString("slsaVersion", "1.0");
        });
}
