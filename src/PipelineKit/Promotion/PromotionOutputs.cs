using PipelineKit.Actions;

namespace PipelineKit.Promotion;

/// <summary>The outputs that going on and going back have in common.</summary>
public static class PromotionOutputs
{
    internal static readonly Output Digest = new("digest", "The digest that is in the environment now (or would be).");

    internal static readonly Output Image = new("image", "The image there, `registry/repository@sha256:...`.");

    internal static readonly Output Previous = new("previous-digest", "What was there before; empty for nothing, or when nothing changed.");

    internal static readonly Output Environment = new("environment", "The environment.");

    internal static readonly Output Changed = new("changed", "`true` when something was changed (or would be, with `dry-run` or `rehearse`).");

    internal static readonly Output Tag = new("tag", "The tag of the environment; empty for none.");

    internal static readonly Output Record = new("record-digest", "The SHA-256 of the signed record, which is kept beside the ledger; empty when it is not signed.");

    internal static readonly Output Line = new("ledger-line", "The digest of the line of the ledger that says so.");

    internal static readonly Output LedgerCommit = new("ledger-commit", "The commit of the ledger's branch that has it.");

    internal static readonly Output PullRequestUrl = new("pull-request-url", "The pull request with the changes; empty for none.");

    internal static readonly Output PullRequestNumber = new("pull-request-number", "Its number.");

    internal static readonly Output Branch = new("branch", "The branch with the changes; empty when there was nothing to change.");

    internal static readonly Output Commit = new("commit", "The commit with the changes.");

    internal static readonly Output Gates = new("gates", "The gates as JSON: `[{\"id\":\"soak\",\"result\":\"passed\",\"reason\":\"\"}]`.");

    internal static readonly Output Seconds = new("seconds", "How long each step took, as JSON: `{\"copy\":1.2}`.");

    /// <summary>All of them.</summary>
    internal static IReadOnlyList<Output> All { get; } =
        [Digest, Image, Previous, Environment, Changed, Tag, Record, Line, LedgerCommit, PullRequestUrl, PullRequestNumber, Branch, Commit, Gates, Seconds];

    /// <summary>What both need.</summary>
    internal static IReadOnlyList<(string Permission, string Why)> Permissions { get; } =
    [
        ("contents: write", "for the ledger's branch and the commit with the changes"),
        ("pull-requests: write", "for the pull request"),
        ("packages: write", "for images and records on ghcr.io"),
        ("id-token: write", "to sign records keyless"),
        ("deployments: write", "to tell GitHub what is deployed where"),
        ("actions: read", "to read who approved the run, with `gates: approvals`"),
    ];
}
