namespace PipelineKit.Canary;

/// <summary>The counters of an analysis, and what follows from them.</summary>
/// <param name="conditions">The limits.</param>
/// <param name="needed">How many measurements there are in all.</param>
internal sealed class ConditionCounters(MetricConditions conditions, int needed)
{
    private int _count;
    private int _successful;
    private int _failed;
    private int _inconclusive;
    private int _errors;
    private int _errorsInRow;
    private int _successesInRow;

    // Where no number of measurements was asked for, an error takes the place of one, as the time goes by.
    private int Made => conditions.Count == 0 && _count > 0 ? _count + _errors : _count;

    internal int Missing => Math.Max(needed - Made, 1);

    internal string Text => $"{_successful} successes, {_failed} failures, {_inconclusive} inconclusive, {_errors} errors";

    internal void Add(MeasurementPhase phase)
    {
        // An error is no measurement: it is made again.
        _count += phase == MeasurementPhase.Error ? 0 : 1;
        _successful += phase == MeasurementPhase.Successful ? 1 : 0;
        _failed += phase == MeasurementPhase.Failed ? 1 : 0;
        _inconclusive += phase == MeasurementPhase.Inconclusive ? 1 : 0;
        _errors += phase == MeasurementPhase.Error ? 1 : 0;
        _errorsInRow = phase == MeasurementPhase.Error ? _errorsInRow + 1 : 0;
        _successesInRow = phase == MeasurementPhase.Successful ? _successesInRow + 1 : 0;
    }

    /// <summary>The end, once it is there.</summary>
    internal (CanaryVerdict Verdict, string Reason, string Text)? Decide()
    {
        // What comes later here stands above what comes before.
        (CanaryVerdict, string, string)? end = null;
        if (conditions.FailureLimit >= 0 && _failed > conditions.FailureLimit)
        {
            end = (CanaryVerdict.Fail, ConditionReason.Failure, $"{_failed} measurements failed; {conditions.FailureLimit} may.");
        }

        if (conditions.InconclusiveLimit >= 0 && _inconclusive > conditions.InconclusiveLimit)
        {
            end = (CanaryVerdict.Inconclusive, ConditionReason.Inconclusive, $"{_inconclusive} measurements held neither condition; {conditions.InconclusiveLimit} may.");
        }

        if (conditions.ConsecutiveErrorLimit >= 0 && _errorsInRow > conditions.ConsecutiveErrorLimit)
        {
            end = (CanaryVerdict.Fail, ConditionReason.Error, $"{_errorsInRow} measurements in a row were errors; {conditions.ConsecutiveErrorLimit} may be.");
        }

        return end ?? AtEnd();
    }

    private (CanaryVerdict Verdict, string Reason, string Text)? AtEnd()
    {
        var hasSuccessLimit = conditions.ConsecutiveSuccessLimit > 0;
        if (hasSuccessLimit && _successesInRow >= conditions.ConsecutiveSuccessLimit)
        {
            return (CanaryVerdict.Pass, DecisionReason.NotWorse, $"{_successesInRow} measurements in a row succeeded.");
        }

        return Made < needed ? null
            : !hasSuccessLimit ? (CanaryVerdict.Pass, DecisionReason.NotWorse, $"{Text}.")
            : conditions.FailureLimit >= 0 ? (CanaryVerdict.Inconclusive, ConditionReason.Inconclusive, $"{Text}: neither limit was reached.")
            : (CanaryVerdict.Fail, ConditionReason.Failure, $"{Text}: never {conditions.ConsecutiveSuccessLimit} successes in a row.");
    }
}
