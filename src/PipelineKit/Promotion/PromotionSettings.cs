using PipelineKit.Oci;
using PipelineKit.PullRequests;

namespace PipelineKit.Promotion;

/// <summary>The part <c>promotion</c> of pipelinekit.yaml: an application and the environments it goes through, in order.</summary>
public sealed record PromotionSettings
{
    /// <summary>What it is called in records, branches and pull requests.</summary>
    public required string App { get; init; }

    /// <summary>Where the ledgers are.</summary>
    public LedgerSettings Ledger { get; init; } = new("pipelinekit/ledger", "promotions");

    /// <summary>The environments, first one first.</summary>
    public required IReadOnlyList<EnvironmentSettings> Environments { get; init; }

    /// <summary>The SHA-256 of this part in a canonical form: the policy that records name.</summary>
    public required Digest Digest { get; init; }

    /// <summary>The environment of that name, or null.</summary>
    public EnvironmentSettings? Find(string name) => Environments.FirstOrDefault(e => string.Equals(e.Name, name, StringComparison.Ordinal));

    /// <summary>The environment it is promoted from; null for the first.</summary>
    public EnvironmentSettings? Before(EnvironmentSettings environment) =>
        environment.From.Length > 0 ? Find(environment.From) : Environments.TakeWhile(e => e != environment).LastOrDefault();
}

/// <summary>Where the ledgers are.</summary>
/// <param name="Branch">The branch, without <c>refs/heads/</c>.</param>
/// <param name="Folder">The folder on it.</param>
public sealed record LedgerSettings(string Branch, string Folder);

/// <summary>An environment.</summary>
public sealed record EnvironmentSettings
{
    /// <summary>Its name: letters, digits, <c>-</c>, <c>_</c>, <c>.</c></summary>
    public required string Name { get; init; }

    /// <summary>Where its images are: <c>registry/repository</c>, or <c>oci:FOLDER</c>.</summary>
    public required string Repository { get; init; }

    /// <summary>The tag that says what runs there; empty for none.</summary>
    public string Tag { get; init; } = "";

    /// <summary>The environment before it, where that is not the one above; empty otherwise.</summary>
    public string From { get; init; } = "";

    /// <summary>Whether it is the one that users see.</summary>
    public bool IsProduction { get; init; }

    /// <summary>The image lock to write; empty for none.</summary>
    public string LockFile { get; init; } = "";

    /// <summary>Files and globs of manifests whose references to the image are moved to the digest.</summary>
    public IReadOnlyList<string> Manifests { get; init; } = [];

    /// <summary>The environment that <c>render</c> renders for it, by the part <c>render</c> of the same file; empty for none.</summary>
    public string Render { get; init; } = "";

    /// <summary>What must hold.</summary>
    public GateSettings Gates { get; init; } = new();

    /// <summary>How many of the last good images must stay pullable.</summary>
    public int Retention { get; init; } = 3;

    /// <summary>What of the image is copied.</summary>
    public ClosureOptions Closure { get; init; } = new();

    /// <summary>How changes are put up.</summary>
    public ChangeSettings Changes { get; init; } = new();

    /// <summary>Where in the file it stands.</summary>
    public int Line { get; init; }
}

/// <summary>How the changes of an environment are put up.</summary>
public sealed record ChangeSettings
{
    /// <summary>The branch they are merged into; empty for the default branch.</summary>
    public string Base { get; init; } = "";

    /// <summary>The branch they are on; <c>{app}</c> and <c>{environment}</c> are replaced. The base itself, where nobody is to look at them.</summary>
    public string Branch { get; init; } = "pipelinekit/{app}/{environment}";

    /// <summary>Whether a comment on the pull request is kept up to date that says what changed last.</summary>
    public bool HasComment { get; init; }

    /// <summary>Labels, reviewers and so on.</summary>
    public PullRequestSettings PullRequest { get; init; } = new();
}
