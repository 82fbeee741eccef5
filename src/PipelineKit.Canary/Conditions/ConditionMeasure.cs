namespace PipelineKit.Canary;

/// <summary>What a measurement is found to be.</summary>
internal enum MeasurementPhase
{
    /// <summary>A success.</summary>
    Successful,

    /// <summary>A failure.</summary>
    Failed,

    /// <summary>Neither condition holds.</summary>
    Inconclusive,

    /// <summary>It could not be made, or a condition has no answer for it.</summary>
    Error,
}

/// <summary>The names of reasons of <see cref="ConditionJudge"/>; part of what users script against.</summary>
public static class ConditionReason
{
    /// <summary>More failures than the limit allows.</summary>
    public const string Failure = "condition.failure";

    /// <summary>More measurements than the limit allows hold neither condition.</summary>
    public const string Inconclusive = "condition.inconclusive";

    /// <summary>More errors in a row than the limit allows.</summary>
    public const string Error = "condition.error";
}

/// <summary>Holds measurements against both conditions.</summary>
internal sealed class ConditionMeasure(MetricConditions conditions)
{
    private readonly ConditionExpression? _success = conditions.Success.Length > 0 ? ConditionExpression.Parse(conditions.Success) : null;
    private readonly ConditionExpression? _failure = conditions.Failure.Length > 0 ? ConditionExpression.Parse(conditions.Failure) : null;

    /// <summary>Why the last error was one; empty where the measurement was not made.</summary>
    internal string LastError { get; private set; } = "";

    internal MeasurementPhase Of(double[]? measurement)
    {
        LastError = "";
        if (measurement is null)
        {
            return MeasurementPhase.Error;
        }

        try
        {
            // Without any condition everything is a success; with one, what it does not say is the opposite.
            var succeeds = _success?.Holds(measurement);
            var fails = _failure?.Holds(measurement);
            return (fails ?? !(succeeds ?? true)) ? MeasurementPhase.Failed
                : succeeds ?? true ? MeasurementPhase.Successful
                : MeasurementPhase.Inconclusive;
        }
        catch (ConditionException e)
        {
            LastError = $"The last one: {e.Message} (column {e.Column}).";
            return MeasurementPhase.Error;
        }
    }
}
