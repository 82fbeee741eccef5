using PipelineKit.Ci;
using PipelineKit.Promotion;
using PipelineKit.PullRequests;

namespace PipelineKit.Audit;

/// <summary>Reads the ledgers of settings from where a command is told they are.</summary>
public static class LedgerReading
{
    /// <summary>The ledgers of all environments.</summary>
    /// <param name="settings">The environments, and the branch.</param>
    /// <param name="folder">A folder of the work tree to read them from; empty for the branch.</param>
    /// <param name="host">Opens the repository that has the branch; not asked for a folder.</param>
    /// <param name="context">The run.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="Failures.FailureException">What <see cref="LedgerFolder"/> and <see cref="LedgerStore"/> throw.</exception>
    public static Task<LedgerView> ReadAsync(PromotionSettings settings, string folder, Func<IPullRequests> host, CommandContext context, CancellationToken cancellation)
    {
        var environments = settings.Environments.Select(e => e.Name).ToList();
        return folder.Length > 0
            ? LedgerFolder.ReadAsync(context.WorkingDirectory, folder, environments, cancellation)
            : new LedgerStore(host(), settings.Ledger.Branch, settings.Ledger.Folder, Reader, context.Time).ReadAsync(environments, cancellation);
    }

    // Nothing is committed by who reads.
    private static CommitAuthor Reader { get; } = new("pipelinekit", "pipelinekit@localhost");
}
