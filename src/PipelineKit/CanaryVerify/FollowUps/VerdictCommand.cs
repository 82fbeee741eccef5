using PipelineKit.Ci;
using PipelineKit.Failures;
using PipelineKit.Files;

namespace PipelineKit.CanaryVerify;

/// <summary>Runs a program for a canary that failed: no shell, a time limit, and of the environment only what finds programs and folders. The verdict is in a file, and a few of its words in variables.</summary>
internal static class VerdictCommand
{
    private const int MaximumOutput = 1 << 20;
    private const int LongestError = 400;

    /// <summary>Runs it.</summary>
    /// <exception cref="FailureException">PK0901: it did not end with 0.</exception>
    internal static async Task<FollowUp> RunAsync(FollowUpOptions options, CanaryOutcome outcome, ReadOnlyMemory<byte> message, CommandContext context, CancellationToken cancellation)
    {
        var name = options.Command[0];
        var program = Find(name, context) ?? throw Failed($"there is no program `{name}`{(IsPath(name) ? "" : " on PATH")}");
        using var folder = new PrivateFolder();
        var file = Path.Combine(folder.Path, "verdict.json");
        await File.WriteAllBytesAsync(file, message, cancellation);
        try
        {
            var result = await new ProcessRunner(context.Time).RunAsync(
                new ProcessRequest
                {
                    Program = program,
                    Arguments = [.. options.Command.Skip(1)],
                    Folder = context.WorkingDirectory,
                    Environment = new Dictionary<string, string>(StringComparer.Ordinal)
                    {
                        ["PIPELINEKIT_VERDICT_FILE"] = file,
                        ["PIPELINEKIT_VERDICT"] = outcome.Verdict,
                        ["PIPELINEKIT_CANARY"] = outcome.Scopes.Canary.Digest.Text,
                        ["PIPELINEKIT_BASELINE"] = outcome.Scopes.Baseline.Digest.Text,
                    },
                    MaximumOutputBytes = MaximumOutput,
                    Timeout = options.CommandTimeout,
                },
                cancellation);
            return result.ExitCode == 0 ? new FollowUp("command", Ok: true, $"`{name}` ended with 0.") : throw Failed($"it ended with {result.ExitCode}{Shortened(result.Error)}");
        }
        catch (ProcessException e)
        {
            throw Failed(e.Message);
        }

        FailureException Failed(string why) => new(new Failure(
            FailureCodes.FollowUpFailed, $"The command `{name}` did not do what should follow a failed canary: {why}.", "Run it by hand, with the file of the verdict in `PIPELINEKIT_VERDICT_FILE`.", SourcePlace.OfInput(FollowUpInputs.Command.Name)));
    }

    // Looked up here, because the system would also take a program of that name from the current folder.
    private static string? Find(string name, CommandContext context)
    {
        if (IsPath(name))
        {
            var path = Path.GetFullPath(name, context.WorkingDirectory);
            return File.Exists(path) ? path : null;
        }

        string[] endings = OperatingSystem.IsWindows() ? [".exe", ".cmd", ".bat"] : [""];
        return context.Environment.Path.SelectMany(folder => endings.Select(ending => Path.Combine(folder, name + ending))).FirstOrDefault(File.Exists);
    }

    private static bool IsPath(string name) => name.AsSpan().ContainsAny('/', '\\');

    // As a part of a sentence; nothing when nothing was said.
    private static string Shortened(string text)
    {
        var said = text.Trim().TrimEnd('.');
        return said.Length == 0 ? "" : $": {(said.Length > LongestError ? said[..LongestError] + "..." : said)}";
    }
}
