namespace PipelineKit.Evidence;

/// <summary>What a profile finds missing in a bill of materials.</summary>
/// <param name="Rule">The element of the profile: <c>supplier</c>, <c>version</c>, <c>hash</c>, ...</param>
/// <param name="Component">The component; empty for the document.</param>
/// <param name="Message">What is missing.</param>
public sealed record BomGap(string Rule, string Component, string Message);

/// <summary>Profiles a bill of materials can be held to.</summary>
public static class BomProfiles
{
    /// <summary>The names: <c>ntia-2021</c> (NTIA, The Minimum Elements For a Software Bill of Materials, 2021), <c>bsi-tr-03183-2</c> (BSI TR-03183-2, version 2.1).</summary>
    public static IReadOnlyList<string> Names { get; } = ["ntia-2021", "bsi-tr-03183-2"];

    /// <summary>What is missing, document first, then components in order; empty when it satisfies.</summary>
    /// <param name="profile">One of <see cref="Names"/>.</param>
    /// <param name="document">The document with a bill of materials.</param>
    public static IReadOnlyList<BomGap> Check(string profile, EvidenceDocument document) => throw new NotImplementedException();
}
