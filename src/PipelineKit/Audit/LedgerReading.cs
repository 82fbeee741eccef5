using PipelineKit.Ci;
using PipelineKit.Failures;
using PipelineKit.Promotion;
using PipelineKit.PullRequests;

namespace PipelineKit.Audit;

/// <summary>Reads the ledgers of settings from where a command is told they are.</summary>
public static class LedgerReading
{
    // Nothing is committed by who reads.
    private static readonly CommitAuthor Reader = new("pipelinekit", "pipelinekit@localhost");

    /// <summary>The ledgers of all environments.</summary>
    /// <param name="settings">The environments, and the branch.</param>
    /// <param name="folder">A folder of the work tree to read them from; empty for the branch.</param>
    /// <param name="host">Opens the repository that has the branch; not asked for a folder.</param>
    /// <param name="context">The run.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="FailureException">What <see cref="LedgerFolder"/> and <see cref="LedgerStore"/> throw; <see cref="FailureCodes.UnreadableFile"/> when there is no such branch, or no ledger in the folder.</exception>
    public static async Task<LedgerView> ReadAsync(PromotionSettings settings, string folder, Func<IPullRequests> host, CommandContext context, CancellationToken cancellation)
    {
        var environments = settings.Environments.Select(e => e.Name).ToList();
        if (folder.Length == 0)
        {
            var (branch, place) = settings.Ledger;
            var view = await new LedgerStore(host(), branch, place, Reader, context.Time).ReadAsync(environments, cancellation);
            return view.Head is not null ? view : throw Nothing($"The repository has no branch `{branch}`, where ledgers are kept.", "Fetch it (a checkout of one commit has no other branches), or give `ledger-folder`. The first promotion makes it.");
        }

        var found = await LedgerFolder.ReadAsync(context.WorkingDirectory, folder.TrimEnd('/'), environments, cancellation);
        return found.Ledgers.Values.Any(l => l.Entries.Count > 0)
            ? found
            : throw Nothing($"`{folder}` has no ledger of {string.Join(", ", environments.Select(e => $"`{e}`"))}.", "Give the folder that has `ENVIRONMENT.jsonl`, as on the ledger's branch.");
    }

    private static FailureException Nothing(string what, string remedy) => new(new Failure(FailureCodes.UnreadableFile, what, remedy));
}
