using PipelineKit.Oci;

namespace PipelineKit.PullRequests;

/// <summary>What the pull request of a promotion says. All texts are plain: they may come from anywhere.</summary>
public sealed record PromotionDescription
{
    /// <summary>The application.</summary>
    public required string App { get; init; }

    /// <summary>The environment.</summary>
    public required string Environment { get; init; }

    /// <summary>Whether it goes back.</summary>
    public bool IsRollback { get; init; }

    /// <summary>Where the image is in the environment: <c>registry/repository</c>.</summary>
    public required string Image { get; init; }

    /// <summary>What the environment had; null for nothing.</summary>
    public Digest? From { get; init; }

    /// <summary>What it gets.</summary>
    public required Digest To { get; init; }

    /// <summary>The commits between; null when not known.</summary>
    public LinkedText? Commits { get; init; }

    /// <summary>The gates.</summary>
    public IReadOnlyList<DescribedGate> Gates { get; init; } = [];

    /// <summary>Why gates were bypassed; empty when none was.</summary>
    public string BypassReason { get; init; } = "";

    /// <summary>Who ran it; empty when nobody says.</summary>
    public string Actor { get; init; } = "";

    /// <summary>The policy the gates are of; null when there is none.</summary>
    public Digest? Policy { get; init; }

    /// <summary>Who approved.</summary>
    public IReadOnlyList<Approval> Approvals { get; init; } = [];

    /// <summary>What is known of whether it was looked at by others than those who made it; empty where nobody asked.</summary>
    public string FourEyes { get; init; } = "";

    /// <summary>How many vulnerabilities are new and gone, by severity, worst first; null when not compared.</summary>
    public IReadOnlyList<VulnerabilityDifference>? Vulnerabilities { get; init; }

    /// <summary>How the bill of materials changed; null when not compared.</summary>
    public IReadOnlyList<ComponentDifference>? Components { get; init; }

    /// <summary>What could not be compared, and what to think of what was; a sentence each.</summary>
    public IReadOnlyList<string> Remarks { get; init; } = [];

    /// <summary>The line of the ledger that says it; null for none.</summary>
    public LinkedText? Line { get; init; }

    /// <summary>The signed record; null for none.</summary>
    public LinkedText? Record { get; init; }

    /// <summary>The run; empty on a command line.</summary>
    public string RunUrl { get; init; } = "";

    /// <summary>The command line that goes back; empty for none.</summary>
    public string RollbackCommand { get; init; } = "";
}

/// <summary>A text that may lead somewhere.</summary>
/// <param name="Text">Plain text.</param>
/// <param name="Url">Where to, HTTP(S); null for nowhere.</param>
/// <param name="Code">Whether it is shown in a fixed-width face.</param>
public sealed record LinkedText(string Text, string? Url, bool Code = false);

/// <summary>A gate as it was judged.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Result">One word.</param>
/// <param name="Detail">What was seen.</param>
/// <param name="Evidence">What was looked at; null for nothing.</param>
public sealed record DescribedGate(string Id, string Result, string Detail, LinkedText? Evidence);

/// <summary>Vulnerabilities of one severity.</summary>
/// <param name="Severity">The severity.</param>
/// <param name="New">Identifiers of those that come.</param>
/// <param name="Fixed">Identifiers of those that go.</param>
public sealed record VulnerabilityDifference(string Severity, IReadOnlyList<string> New, IReadOnlyList<string> Fixed);

/// <summary>A component that comes, goes or changes.</summary>
/// <param name="Name">Its name.</param>
/// <param name="From">The version before; null for one that comes.</param>
/// <param name="To">The version after; null for one that goes.</param>
public sealed record ComponentDifference(string Name, string? From, string? To);
