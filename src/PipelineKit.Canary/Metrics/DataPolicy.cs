namespace PipelineKit.Canary;

/// <summary>A way in which data are not what a decision needs.</summary>
public enum DataProblemKind
{
    /// <summary>An arm has no series, or no sample.</summary>
    Missing,

    /// <summary>The newest sample of an arm is too old.</summary>
    Stale,

    /// <summary>The source warned, or steps are missing.</summary>
    Partial,

    /// <summary>NaN or an infinity.</summary>
    NotANumber,

    /// <summary>The arms' series differ in more than the labels that tell the arms apart.</summary>
    Asymmetric,

    /// <summary>Too few events for any decision.</summary>
    TooFew,

    /// <summary>Nothing shows that the series are those of the digest, or they are those of another.</summary>
    Unproven,
}

/// <summary>What becomes of a gap. None is ever a pass.</summary>
public enum DataAction
{
    /// <summary>The metric is inconclusive.</summary>
    Inconclusive,

    /// <summary>The metric fails.</summary>
    Fail,

    /// <summary>While there is time, wait for more; then inconclusive.</summary>
    Extend,

    /// <summary>It is told, and what there is decides. For <see cref="DataProblemKind.Partial"/>, <see cref="DataProblemKind.Asymmetric"/> and <see cref="DataProblemKind.Unproven"/> only.</summary>
    Allow,
}

/// <summary>What becomes of each kind of gap.</summary>
/// <param name="Of">Kinds that are not in it are <see cref="DataAction.Inconclusive"/>.</param>
public sealed record DataPolicy(IReadOnlyDictionary<DataProblemKind, DataAction> Of)
{
    /// <summary>Everything is inconclusive.</summary>
    public static DataPolicy Default { get; } = new(new Dictionary<DataProblemKind, DataAction>());

    /// <summary>What becomes of a kind.</summary>
    public DataAction For(DataProblemKind kind) => Of.GetValueOrDefault(kind, DataAction.Inconclusive);

    /// <summary>What becomes of a problem: as of its kind, but what cannot be allowed is inconclusive.</summary>
    public DataAction For(DataProblem problem)
    {
        var action = For(problem.Kind);
        var mayAllow = !problem.IsFinal && (problem.Kind is DataProblemKind.Partial or DataProblemKind.Asymmetric or DataProblemKind.Unproven);
        return action == DataAction.Allow && !mayAllow ? DataAction.Inconclusive : action;
    }

    /// <summary>How old the newest sample may be at the end of a window.</summary>
    public TimeSpan StaleAfter { get; init; } = TimeSpan.FromMinutes(2);
}

/// <summary>A gap in the data of a metric.</summary>
/// <param name="Kind">What.</param>
/// <param name="Arm">Where; null for both.</param>
/// <param name="Detail">More, for people: how many, since when.</param>
public sealed record DataProblem(DataProblemKind Kind, Arm? Arm, string Detail)
{
    /// <summary>Whether no policy may allow it: the series are shown to be those of another digest.</summary>
    public bool IsFinal { get; init; }
}
