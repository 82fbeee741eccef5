namespace PipelineKit.Canary;

/// <summary>Conditions and limits as an analysis of Argo Rollouts has them; the defaults are its.</summary>
public sealed record MetricConditions
{
    /// <summary>When a measurement is a success, such as <c>result[0] &lt; 0.05</c>; empty for none.</summary>
    public string Success { get; init; } = "";

    /// <summary>When it is a failure; empty for none.</summary>
    public string Failure { get; init; } = "";

    /// <summary>How many measurements; 0 for one of each step of the window.</summary>
    public int Count { get; init; }

    /// <summary>More failures than this fail; -1 for no limit.</summary>
    public int FailureLimit { get; init; }

    /// <summary>More inconclusive measurements than this are inconclusive.</summary>
    public int InconclusiveLimit { get; init; }

    /// <summary>More errors in a row than this are an error.</summary>
    public int ConsecutiveErrorLimit { get; init; } = 4;

    /// <summary>So many successes in a row are a success; 0 for no such rule.</summary>
    public int ConsecutiveSuccessLimit { get; init; }
}
