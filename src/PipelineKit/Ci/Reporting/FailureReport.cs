using PipelineKit.Failures;

namespace PipelineKit.Ci;

/// <summary>The report of a run that failures stopped.</summary>
internal static class FailureReport
{
    internal static CommandReport Of(string command, IReadOnlyList<Failure> failures)
    {
        var exit = FailureCodes.Gravest(failures.Select(f => f.Code.Exit));
        var gravest = failures.First(f => f.Code.Exit == exit);
        var more = failures.Count == 1 ? "" : $" and {failures.Count - 1} more";
        var rows = failures.Select(f => (IReadOnlyList<Cell>)[new(f.Code.Id, Code: true), new(f.Place?.ToString() ?? "", Code: true), f.What, f.RemedyText]);
        return new CommandReport
        {
            Exit = exit,
            Headline = $"{command} failed: {gravest.Code.Id}, {gravest.Code.Title}{more}.",
            Failures = failures,
            Summary = new Summary($"{command}: failed", [new Table(Caption: null, ["Code", "Place", "What", "What to do"], [.. rows]) { RepeatsTheLog = true }]),
            Result = default,
        };
    }
}
