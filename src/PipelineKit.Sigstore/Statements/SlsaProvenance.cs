using System.Text.Json;

namespace PipelineKit.Sigstore;

/// <summary>How something was built (SLSA provenance version 1, slsa.dev/spec/v1.0/provenance).</summary>
/// <param name="BuildType">The URI that says what the parameters mean.</param>
/// <param name="ExternalParameters">What the user of the builder controls; a JSON object.</param>
/// <param name="InternalParameters">What the builder itself sets, or null; a JSON object.</param>
/// <param name="Dependencies">What went into the build, such as the source commit.</param>
/// <param name="BuilderId">The URI of who is trusted to have built it.</param>
/// <param name="InvocationId">The URI of the run, or null.</param>
public sealed record SlsaProvenance(
    string BuildType,
    JsonElement ExternalParameters,
    JsonElement? InternalParameters,
    IReadOnlyList<ResourceDescriptor> Dependencies,
    string BuilderId,
    string? InvocationId)
{
    /// <summary>The predicate.</summary>
    public JsonElement ToPredicate() =>
        PredicateJson.Object(json =>
        {
            json.Object("buildDefinition", () =>
            {
                json.WriteString("buildType", BuildType);
                json.WritePropertyName("externalParameters");
                ExternalParameters.WriteTo(json);
                if (InternalParameters is { } parameters)
                {
                    json.WritePropertyName("internalParameters");
                    parameters.WriteTo(json);
                }

                json.Array("resolvedDependencies", Dependencies, d => d.Write(json));
            });
            json.Object("runDetails", () =>
            {
                json.Object("builder", () => json.WriteString("id", BuilderId));
                if (InvocationId is not null)
                {
                    json.Object("metadata", () => json.WriteString("invocationId", InvocationId));
                }
            });
        });
}
