using PipelineKit.Canary;
using PipelineKit.Failures;
using PipelineKit.Policy;
using PipelineKit.Yaml;

namespace PipelineKit.CanaryVerify;

/// <summary>Reads <c>data</c> of a metric: what becomes of gaps.</summary>
internal static class DataSection
{
    private static readonly (string Key, DataProblemKind Kind)[] Kinds =
    [
        ("missing", DataProblemKind.Missing), ("stale", DataProblemKind.Stale), ("partial", DataProblemKind.Partial), ("not-a-number", DataProblemKind.NotANumber),
        ("asymmetric", DataProblemKind.Asymmetric), ("too-few", DataProblemKind.TooFew), ("unproven", DataProblemKind.Unproven),
    ];

    // In the order of DataAction.
    private static readonly string[] Actions = ["inconclusive", "fail", "extend", "allow"];

    internal static DataPolicy Read(YamlValue? section, List<Failure> problems)
    {
        if (section is null)
        {
            return DataPolicy.Default;
        }

        var fields = new PolicyFields(section, problems, [.. Kinds.Select(k => k.Key), "stale-after"]);
        var actions = new Dictionary<DataProblemKind, DataAction>();
        foreach (var (key, kind) in Kinds.Where(k => fields[k.Key] is not null))
        {
            var mayAllow = kind is DataProblemKind.Partial or DataProblemKind.Asymmetric or DataProblemKind.Unproven;
            actions[kind] = (DataAction)fields.Word(key, mayAllow ? Actions : Actions[..^1], 0);
        }

        var usual = new DataPolicy(actions);
        return usual with { StaleAfter = fields.Seconds("stale-after", TimeSpan.FromDays(1)) ?? usual.StaleAfter };
    }
}
