using PipelineKit.Canary;

namespace PipelineKit.CanaryVerify;

/// <summary>What a verdict file says, but for the decision itself: everything it is made from.</summary>
internal sealed record VerdictDocument
{
    /// <summary>Names the form of the file and the way it is decided: what would be decided otherwise, or be read otherwise, gets the next number, and a file of another one is not decided again.</summary>
    internal const string Schema = SchemaName + "v2";

    /// <summary>What the name begins with in all versions.</summary>
    internal const string SchemaName = "pipelinekit/canary-verdict/";

    /// <summary>The version of the program that decided.</summary>
    public required string Version { get; init; }

    /// <summary>When, in whole seconds.</summary>
    public required DateTimeOffset DecidedAt { get; init; }

    /// <summary>The service; may be empty.</summary>
    public required string Service { get; init; }

    /// <summary>The environment; empty for none.</summary>
    public required string Environment { get; init; }

    /// <summary>Where the metrics were read.</summary>
    public required string Source { get; init; }

    /// <summary>The digests, and how their series were found.</summary>
    public required ScopePair Scopes { get; init; }

    /// <summary>The window of every metric.</summary>
    public required TimeWindow Window { get; init; }

    /// <summary>Policy and data.</summary>
    public required CanaryCase Case { get; init; }
}
