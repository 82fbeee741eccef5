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
/// <param name="read">Reads files of the branch the manifests go to; what is not there is not in the answer.</param>
/// <param name="context">The run.</param>
/// <param name="cancellation">Stops it.</param>
/// <returns>The files that change; a file that would differ only in who rendered it when does not.</returns>
public delegate Task<IReadOnlyList<FileChange>> RenderTarget(string environment, ImageLock locked, ReadBranchFiles read, CommandContext context, CancellationToken cancellation);

/// <summary>Reads files of a branch.</summary>
/// <param name="paths">Relative to the top, with <c>/</c>.</param>
/// <param name="cancellation">Ends the read.</param>
public delegate Task<IReadOnlyDictionary<string, ReadOnlyMemory<byte>>> ReadBranchFiles(IReadOnlyList<string> paths, CancellationToken cancellation);
