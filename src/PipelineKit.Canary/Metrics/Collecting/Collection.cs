namespace PipelineKit.Canary;

/// <summary>What is compared with what.</summary>
internal abstract class Collection(TimeWindow window, MetricHistory history)
{
    protected TimeWindow Window => window;

    public abstract Task<MetricData> OneAsync(QueryRunner runner, MetricDefinition metric);

    protected async Task<MetricData> WithPastAsync(MetricData data, MetricReader reader, ArmScope baseline)
    {
        var past = await history.OnceAsync(data.Definition.Name, window, () => PastReader.ReadAsync(reader, data.Definition, baseline, window, history));
        return MetricAssembly.With(data, past, history.Steps);
    }
}

/// <summary>The canary with the baseline.</summary>
internal sealed class BothArms(ScopePair scopes, TimeWindow window, MetricHistory history) : Collection(window, history)
{
    public override async Task<MetricData> OneAsync(QueryRunner runner, MetricDefinition metric)
    {
        var reader = new MetricReader(runner, metric);
        var isAlone = metric.Kind == MetricKind.Condition;
        if (!isAlone && reader.Text(scopes.Baseline, Window) == reader.Text(scopes.Canary, Window))
        {
            throw reader.Bad("the query is the same for both arms, so that every canary would pass; the arms' conditions or labels must differ");
        }

        // All questions are on their way before the first answer is awaited.
        var baseline = isAlone ? Task.FromResult(new ArmSeries { Arm = Arm.Baseline, List = [] }) : reader.ReadAsync(scopes.Baseline, Window);
        var canary = reader.ReadAsync(scopes.Canary, Window);
        var checks = new[] { isAlone ? Unasked : CheckAsync(runner, Arm.Baseline), CheckAsync(runner, Arm.Canary) };
        await Task.WhenAll([baseline, canary, .. checks]);
        var problems = new List<DataProblem>();
        if (!isAlone)
        {
            problems.AddRange(Scope(await baseline, await checks[0]));
        }

        problems.AddRange(Scope(await canary, await checks[1]));
        var data = MetricAssembly.Of(metric, Window, await baseline, await canary, problems, Selecting());
        return await WithPastAsync(data, reader, scopes.Baseline);
    }

    private static Task<DataProblem?> Unasked { get; } = Task.FromResult<DataProblem?>(null);

    private Task<DataProblem?> CheckAsync(QueryRunner runner, Arm arm) => scopes.CheckQuery.Length == 0 ? Unasked : ScopeProof.CheckAsync(runner, scopes, arm, Window);

    private IEnumerable<DataProblem> Scope(ArmSeries read, DataProblem? check)
    {
        var digest = scopes.Of(read.Arm).Digest;
        var (all, other) = ScopeProof.Of([.. read.List, .. read.Total], digest);
        DataProblem? problem = other is not null ? ScopeProof.Contradiction(read.Arm, other, digest)
            : check is { IsFinal: true } ? check
            : read.IsProven || all || (scopes.CheckQuery.Length > 0 && check is null) ? null
            : check ?? ScopeProof.Nothing(read.Arm, digest);
        return problem is null ? [] : [problem];
    }

    private HashSet<string> Selecting() =>
        [.. SeriesSelector.ParseMatchers(MetricQueryTemplate.MatcherOf(scopes.Baseline, Window)).Concat(SeriesSelector.ParseMatchers(MetricQueryTemplate.MatcherOf(scopes.Canary, Window))).Select(m => m.Label)];
}

/// <summary>The baseline with itself.</summary>
internal sealed class BaselineTwice(ArmScope baseline, TimeWindow window, MetricHistory history) : Collection(window, history)
{
    public override async Task<MetricData> OneAsync(QueryRunner runner, MetricDefinition metric)
    {
        var reader = new MetricReader(runner, metric);
        var read = await reader.ReadAsync(baseline, Window);
        var (one, other) = metric.Kind == MetricKind.Kayenta || PodHalves.Of(read.Seen) is not { } halves
            ? (await BeforeAsync(reader), read with { Arm = Arm.Canary })
            : (read.Only(Arm.Baseline, s => !halves.IsFirst(s)), read.Only(Arm.Canary, halves.IsFirst));
        return await WithPastAsync(MetricAssembly.Of(metric, Window, one, other, [], []), reader, baseline);
    }

    // The window before, its samples moved to this one's time.
    private async Task<ArmSeries> BeforeAsync(MetricReader reader)
    {
        var span = Window.Step * Window.Count;
        var before = await reader.ReadAsync(baseline, Window with { Start = Window.Start - span });
        return before with { List = Moved(before.List, span), Total = Moved(before.Total, span) };
    }

    private static List<Series> Moved(IReadOnlyList<Series> list, TimeSpan by) => [.. list.Select(s => s with { Times = Array.ConvertAll(s.Times, t => t + by.TotalSeconds) })];
}
