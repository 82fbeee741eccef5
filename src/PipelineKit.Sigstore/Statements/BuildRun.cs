namespace PipelineKit.Sigstore;

/// <summary>A run of a build system, with what its provenance says.</summary>
public abstract record BuildRun
{
    /// <summary>The provenance of what this run builds.</summary>
    public abstract SlsaProvenance ToProvenance();

    private protected static ResourceDescriptor Source(string repository, string reference, string commit) =>
        new($"git+{repository}@{reference}", new Dictionary<string, string>(StringComparer.Ordinal) { ["gitCommit"] = commit });
}
