using PipelineKit.Audit;
using PipelineKit.Ci;
using PipelineKit.Failures;
using PipelineKit.Oci;

namespace PipelineKit.Verify;

/// <summary>Read the ledgers, walk back, verify the records. Asks no network.</summary>
internal static class ChainHandler
{
    internal static Task<ChainResult> RunAsync(VerifyOptions options, ChainOptions chain, CommandContext context, CancellationToken cancellation) =>
        TimeLimit.RunAsync(options.Timeout, context.Time, within => WithinAsync(options, chain, context, within), remedy: null, cancellation);

    private static async Task<ChainResult> WithinAsync(VerifyOptions options, ChainOptions chain, CommandContext context, CancellationToken cancellation)
    {
        using var nothing = new SocketsHttpHandler();
        using var http = new HttpMessageInvoker(nothing, disposeHandler: false);
        var judge = await VerifyPolicy.JudgeAsync(options, context, http, cancellation);
        var files = new ChainFiles(chain, context);
        var ledgers = await files.ReadAsync(cancellation);
        var environment = chain.Environment.Length > 0 ? chain.Environment : Last(ledgers.Ledgers);
        var walk = new ChainWalk(ledgers.Ledgers);
        List<ChainWalked> walks = chain.Digests.Count > 0 ? [.. chain.Digests.Select(d => walk.Walk(environment, d))] : [walk.Walk(environment, image: null)];
        await new ChainRecords(judge, files).VerifyAsync([.. walks.SelectMany(w => w.Steps)], cancellation);
        return new ChainResult(options, ledgers, walks, [.. Dropped(ledgers, files)]);
    }

    // The environment that is the source of no other.
    private static string Last(IReadOnlyDictionary<string, Ledger> ledgers)
    {
        var sources = ledgers.Values.SelectMany(l => l.Entries).Where(e => e.FromEnvironment != e.Environment).Select(e => e.FromEnvironment).ToHashSet(StringComparer.Ordinal);
        var last = ledgers.Keys.Where(e => !sources.Contains(e)).ToList();
        return last is [var one]
            ? one
            : throw new FailureException(new Failure(
                FailureCodes.MissingInput, $"It is not clear which environment is the last: {string.Join(", ", ledgers.Keys.Select(e => $"`{e}`"))} have ledgers.", "Name it with `chain-environment`.",
                SourcePlace.OfInput(VerifyAction.ChainEnvironment.Name)));
    }

    // A record that no line names had one: both come in one commit.
    private static IEnumerable<ChainProblem> Dropped(ChainLedgers ledgers, ChainFiles files)
    {
        var named = ledgers.Ledgers.Values.SelectMany(l => l.Entries).Select(e => e.Record).OfType<Digest>().Select(files.PathOf).ToHashSet(StringComparer.Ordinal);
        return ledgers.Records.Where(r => !named.Contains(r)).Select(r => new ChainProblem(ChainRule.LineDropped, $"no line of any ledger names the record `{r}`"));
    }
}
