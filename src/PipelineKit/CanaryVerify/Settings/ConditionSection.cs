using PipelineKit.Canary;
using PipelineKit.Failures;
using PipelineKit.Policy;
using PipelineKit.Yaml;

namespace PipelineKit.CanaryVerify;

/// <summary>Reads <c>conditions</c> of a metric.</summary>
internal static class ConditionSection
{
    private const int MostMeasurements = 100_000;

    internal static MetricConditions Read(YamlValue section, List<Failure> problems)
    {
        var fields = new PolicyFields(section, problems, "success", "failure", "count", "failure-limit", "inconclusive-limit", "consecutive-error-limit", "consecutive-success-limit");
        var usual = new MetricConditions();
        var conditions = new MetricConditions
        {
            Success = Expression(fields, "success"),
            Failure = Expression(fields, "failure"),
            Count = fields.Number("count", 0, MostMeasurements, 0),
            FailureLimit = Limit(fields, "failure-limit", usual.FailureLimit),
            InconclusiveLimit = fields.Number("inconclusive-limit", 0, MostMeasurements, usual.InconclusiveLimit),
            ConsecutiveErrorLimit = fields.Number("consecutive-error-limit", 0, MostMeasurements, usual.ConsecutiveErrorLimit),
            ConsecutiveSuccessLimit = fields.Number("consecutive-success-limit", 0, MostMeasurements, 0),
        };
        if (fields["success"] is null && fields["failure"] is null)
        {
            fields.Problem(section, "there is no condition: every measurement would be a success", "Give `success`, as in `success: result[0] < 0.05`, or `failure`, or both.");
        }

        if (conditions.Count > 0 && conditions.Count < Math.Max(conditions.FailureLimit, 0) + conditions.ConsecutiveSuccessLimit)
        {
            fields.Problem("count", $"{conditions.Count} measurements can never reach both limits", "`count` is at least `failure-limit` and `consecutive-success-limit` together.");
        }

        return conditions;
    }

    /// <summary>A problem with an expression; null when it can be read.</summary>
    internal static string? ProblemOf(string expression)
    {
        try
        {
            _ = ConditionExpression.Parse(expression);
            return null;
        }
        catch (ConditionException e)
        {
            return $"`{expression}` cannot be read at character {e.Column}: {e.Message}";
        }
    }

    // -1 for no limit.
    private static int Limit(PolicyFields fields, string key, int usual) => fields[key] is { Text: "-1", IsQuoted: false } ? -1 : fields.Number(key, 0, MostMeasurements, usual);

    private static string Expression(PolicyFields fields, string key)
    {
        var text = fields.Text(key).Trim();
        if (fields[key] is not null && ProblemOf(text) is { } problem)
        {
            fields.Problem(key, problem);
        }

        return text;
    }
}
