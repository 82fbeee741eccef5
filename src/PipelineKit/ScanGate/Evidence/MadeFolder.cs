using PipelineKit.Ci;
using PipelineKit.Failures;
using PipelineKit.Files;

namespace PipelineKit.ScanGate;

/// <summary>The folder for evidence that is made here; in a rehearsal one that is gone afterwards.</summary>
internal sealed class MadeFolder : IDisposable
{
    private readonly bool _isTemporary;

    private MadeFolder(string path, bool isTemporary) => (Path, _isTemporary) = (path, isTemporary);

    /// <summary>Absolute.</summary>
    internal string Path { get; }

    /// <summary>The folder of the inputs, which may not lie outside of the workspace.</summary>
    /// <exception cref="FailureException">PK0202.</exception>
    internal static MadeFolder Open(ScanGateOptions options, CommandContext context)
    {
        if (options.DryRun)
        {
            return new MadeFolder(Directory.CreateTempSubdirectory("pipelinekit-scan-").FullName, isTemporary: true);
        }

        // The path of a file in it: what leads outside is refused as for every other file that is written.
        var file = WorkspacePath.Resolve(context.WorkingDirectory, System.IO.Path.Combine(options.EvidenceDir, "evidence"), FailureCodes.UnwritableFile);
        return new MadeFolder(System.IO.Path.GetDirectoryName(file)!, isTemporary: false);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        if (_isTemporary)
        {
            Directory.Delete(Path, recursive: true);
        }
    }
}
