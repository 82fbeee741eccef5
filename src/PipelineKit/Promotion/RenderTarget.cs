using PipelineKit.Ci;
using PipelineKit.Locking;
using PipelineKit.PullRequests;

namespace PipelineKit.Promotion;

/// <summary>
/// Renders the manifests of an environment with a lock, as the command <c>render</c> with the same configuration file would, without writing anything. The program gives it to the
/// commands that promote: no command knows another.
/// </summary>
/// <param name="environment">What to render for.</param>
/// <param name="locked">The lock to use instead of the one on disk.</param>
/// <param name="context">The run.</param>
/// <param name="cancellation">Stops it.</param>
public delegate Task<ChangeSet> RenderTarget(string environment, ImageLock locked, CommandContext context, CancellationToken cancellation);
