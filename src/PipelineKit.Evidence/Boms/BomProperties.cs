namespace PipelineKit.Evidence;

/// <summary>Names of properties of components that profiles ask for (BSI TR-03183-2, section 5 and its CycloneDX taxonomy).</summary>
internal static class BomProperties
{
    /// <summary>The name of the file that is deployed.</summary>
    public const string FileName = "bsi:component:filename";

    /// <summary><c>executable</c> or <c>non-executable</c>.</summary>
    public const string Executable = "bsi:component:executable";

    /// <summary><c>archive</c> or <c>no archive</c>.</summary>
    public const string Archive = "bsi:component:archive";

    /// <summary><c>structured</c> or <c>unstructured</c>.</summary>
    public const string Structured = "bsi:component:structured";
}
