namespace PipelineKit.Evidence;

/// <summary>Reads GitLab container scanning JSON.</summary>
internal static class GitLabReport
{
    /// <summary>Reads a document; see <see cref="EvidenceParts"/>.</summary>
    internal static EvidenceParts Read(JsonInput input) => throw new NotImplementedException();
}
