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

    /// <summary>What is missing, document first, then the subject and the components in order; empty when it satisfies. Components of type <c>file</c> are not asked: the profiles are about software components.</summary>
    /// <param name="profile">One of <see cref="Names"/>.</param>
    /// <param name="document">The document with a bill of materials.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such profile.</exception>
    public static IReadOnlyList<BomGap> Check(string profile, EvidenceDocument document)
    {
        if (profile != Names[0] && profile != Names[1])
        {
            throw new ArgumentOutOfRangeException(nameof(profile), profile, "there is no such profile");
        }

        if (document.Bom is not { } bom)
        {
            return [new BomGap("document", "", "has no bill of materials in it")];
        }

        var gaps = new BomGaps();
        if (profile == Names[0])
        {
            NtiaProfile.Check(bom, gaps);
        }
        else
        {
            BsiProfile.Check(document, bom, gaps);
        }

        return gaps.All;
    }
}
