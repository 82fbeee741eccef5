using PipelineKit.Ci;
using PipelineKit.Failures;
using PipelineKit.Files;

namespace PipelineKit.Scans;

/// <summary>The scanner on PATH.</summary>
internal sealed class InstalledScanner : ScannerProgram
{
    private const int MaximumReport = 1 << 30;
    private readonly ProcessRunner _runner;
    private readonly string _program;
    private readonly string _folder;
    private readonly Dictionary<string, string> _variables;

    private InstalledScanner(string program, string folder, Dictionary<string, string> variables, TimeProvider time) =>
        (_program, _folder, _variables, _runner) = (program, folder, variables, new ProcessRunner(time));

    /// <summary>Finds it.</summary>
    /// <exception cref="FailureException">It is not installed (PK0703).</exception>
    internal static InstalledScanner Find(ScannerTool tool, CommandContext context, string folder)
    {
        var file = OperatingSystem.IsWindows() ? tool.Name + ".exe" : tool.Name;
        var program = context.Environment.Path.Where(Path.IsPathFullyQualified).Select(f => Path.Combine(f, file)).FirstOrDefault(File.Exists)
            ?? throw new FailureException(new Failure(FailureCodes.ScannerNotRun, $"`{tool.Name}` is not on PATH."));
        return new InstalledScanner(program, folder, ScannerEnvironment.OnThisMachine(tool, context.Environment, folder), context.Time);
    }

    /// <inheritdoc />
    internal override async Task<(long ExitCode, string Error)> RunAsync(IReadOnlyList<string> arguments, Stream output, TimeSpan timeout, CancellationToken cancellation)
    {
        try
        {
            var result = await _runner.RunAsync(
                new ProcessRequest
                {
                    Program = _program,
                    Arguments = arguments,
                    Folder = _folder,
                    Environment = _variables,
                    OutputTo = output,
                    MaximumOutputBytes = MaximumReport,
                    Timeout = timeout,
                },
                cancellation);
            return (result.ExitCode, result.Error);
        }
        catch (ProcessException e)
        {
            var code = e.Problem == ProcessProblem.NotStarted ? FailureCodes.ScannerNotRun : FailureCodes.ScannerFailed;
            throw new FailureException(new Failure(code, e.Message + "."));
        }
    }

    /// <inheritdoc />
    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
