using System.Globalization;
using PipelineKit.Ci;
using PipelineKit.Evidence;
using PipelineKit.Failures;
using PipelineKit.Files;
using PipelineKit.Images;

namespace PipelineKit.Scans;

/// <summary>Runs a scanner over one platform of an image and reads its report as evidence.</summary>
public static class ScannerRun
{
    private const int MaximumAnswer = 1 << 20;
    private const int ShownError = 1500;
    private const int Killed = 137;
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromMinutes(1);

    /// <summary>Scans. The scanner sees a copy of the image in a private folder, no credentials and no configuration of the user; its arguments are fixed.</summary>
    /// <param name="scanner">Which.</param>
    /// <param name="image">The image.</param>
    /// <param name="platform">One of its platforms.</param>
    /// <param name="folder">Where the report is kept, absolute.</param>
    /// <param name="name">The name of the report there, and of the evidence.</param>
    /// <param name="context">What the command may reach.</param>
    /// <param name="timeout">After this the scanner is ended.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>Evidence bound to the platform's manifest, with what is known because we ran the scanner.</returns>
    /// <exception cref="FailureException">It cannot be run (PK0703), or failed (PK0704): a scan that failed is no evidence.</exception>
    public static async Task<EvidenceItem> RunAsync(
        ScannerChoice scanner, OpenedImage image, GatePlatform platform, string folder, string name, CommandContext context, TimeSpan timeout, CancellationToken cancellation)
    {
        try
        {
            return await ScanAsync(scanner, image, platform, folder, name, context, timeout, cancellation);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FailureException(new Failure(FailureCodes.UnwritableFile, $"`{scanner.Name}` cannot be run over a copy of the image: {e.Message}"));
        }
    }

    private static async Task<EvidenceItem> ScanAsync(
        ScannerChoice scanner, OpenedImage image, GatePlatform platform, string folder, string name, CommandContext context, TimeSpan timeout, CancellationToken cancellation)
    {
        var tool = scanner.Tool;
        using var copy = new PrivateFolder();
        using var work = new PrivateFolder();
        if (scanner.Image is null)
        {
            // Known to be there before an image is fetched for it.
            await using var probe = InstalledScanner.Find(tool, context, work.Path);
        }

        var manifest = await ImageCopy.WriteLayoutAsync(image, platform, copy.Path, cancellation);
        if (tool.TakesArchive)
        {
            await ImageCopy.WriteArchiveAsync(manifest, copy.Path, cancellation);
            Directory.Delete(Path.Combine(copy.Path, ImageCopy.LayoutName), recursive: true);
        }

        await using ScannerProgram program = scanner.Image is { } pinned
            ? await ContainedScanner.FindAsync(tool, pinned, context, copy.Path, cancellation)
            : InstalledScanner.Find(tool, context, copy.Path);
        var version = await VersionAsync(tool, program, cancellation);
        var arguments = Arguments(tool, scanner, context.Environment, timeout);
        context.Progress.Detail($"{tool.Name} {version}: {string.Join(' ', arguments)} ({image.Name}, {platform.Platform})");

        var startedAt = context.Time.GetUtcNow();
        var report = Path.Combine(work.Path, "report.json");
        await WriteReportAsync(tool, program, arguments, report, timeout, cancellation);
        var database = await DatabaseAsync(tool, scanner, program, context.Environment, startedAt, cancellation);
        var invocation = new ScanInvocation
        {
            Scanner = tool.Name,
            ScannerVersion = version,
            DatabaseBuilt = database.Built,
            DatabaseVersion = database.Version,
            StartedAt = startedAt,
            Platform = platform.Platform.Length > 0 ? platform.Platform : null,
            Arguments = arguments,
        };
        var document = invocation.ApplyTo(Read(tool, report, name, cancellation));
        Keep(report, folder, name);
        return new EvidenceItem(name, document.Digest, document, Failure: null, platform.Manifest, EvidenceTrust.Made, invocation);
    }

    private static async Task<string> VersionAsync(ScannerTool tool, ScannerProgram program, CancellationToken cancellation)
    {
        using var answer = new MemoryStream();
        var (exit, error) = await program.RunAsync(tool.VersionArguments, answer, AnswerLimit, cancellation);
        var text = exit == 0 && answer.Length <= MaximumAnswer ? tool.ReadVersion(answer.ToArray()) : null;
        if (text is null || !Version.TryParse(text.TrimStart('v').Split('-', '+')[0], out var version))
        {
            throw NotRun($"`{tool.Name}` does not say its version when asked with `{string.Join(' ', tool.VersionArguments)}` (exit code {exit}).{Said(error)}");
        }

        if (tool.Refused is { } refused && version == refused.Version)
        {
            throw NotRun($"`{tool.Name}` {text} is not run: {refused.Why}.");
        }

        return version >= tool.Oldest && version < tool.Before
            ? text
            : throw NotRun($"`{tool.Name}` {text} is not known; {tool.Oldest} or newer, before {tool.Before}, is.");
    }

    private static List<string> Arguments(ScannerTool tool, ScannerChoice scanner, HostEnvironment environment, TimeSpan timeout)
    {
        var arguments = new List<string>(tool.ScanArguments);
        if (tool.TimeoutArgument is { } limit)
        {
            arguments.Add(limit);
            arguments.Add(timeout.TotalSeconds.ToString("0", CultureInfo.InvariantCulture) + "s");
        }

        if (tool.LocalDataArgument is { } local && scanner.Image is null && ScannerEnvironment.LocalData(tool, environment) is not null)
        {
            arguments.Insert(2, local);
        }

        return arguments;
    }

    private static async Task WriteReportAsync(ScannerTool tool, ScannerProgram program, IReadOnlyList<string> arguments, string report, TimeSpan timeout, CancellationToken cancellation)
    {
        await using var output = new FileStream(report, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        var (exit, error) = await program.RunAsync(arguments, output, timeout, cancellation);
        if (exit is < int.MinValue or > int.MaxValue || !tool.Reported.Contains((int)exit))
        {
            var meaning = tool.Failures.GetValueOrDefault((int)exit) is { } known ? $": {known}" : exit == Killed ? ": it was killed, mostly for want of memory" : "";
            throw Failed($"`{tool.Name}` ended with exit code {exit}{meaning}.{Said(error)}");
        }

        if (output.Length == 0)
        {
            throw Failed($"`{tool.Name}` ended with exit code {exit}, but wrote no report.{Said(error)}");
        }
    }

    private static async Task<DatabaseState> DatabaseAsync(
        ScannerTool tool, ScannerChoice scanner, ScannerProgram program, HostEnvironment environment, DateTimeOffset startedAt, CancellationToken cancellation)
    {
        if (tool.DatabaseArguments.Count == 0)
        {
            return tool.Service is { } service && (scanner.Image is not null || ScannerEnvironment.LocalData(tool, environment) is null)
                ? new DatabaseState(startedAt, service)
                : DatabaseState.Unknown;
        }

        using var answer = new MemoryStream();
        var (exit, _) = await program.RunAsync(tool.DatabaseArguments, answer, AnswerLimit, cancellation);
        return exit == 0 && answer.Length <= MaximumAnswer ? tool.ReadDatabase(answer.ToArray()) : DatabaseState.Unknown;
    }

    private static EvidenceDocument Read(ScannerTool tool, string report, string name, CancellationToken cancellation)
    {
        try
        {
            using var content = File.OpenRead(report);
            var document = EvidenceReader.Read(content, name, EvidenceLimits.Default, cancellation);
            return document.Format == tool.Format && document.Report is not null
                ? document
                : throw Failed($"`{tool.Name}` wrote a report of the format {document.Format} where {tool.Format} was expected.");
        }
        catch (EvidenceException e)
        {
            throw Failed($"`{tool.Name}` wrote a report that cannot be used: {e.Message}.");
        }
    }

    // Only once it was understood: what a failed scan left behind must not be taken for evidence later.
    private static void Keep(string report, string folder, string name)
    {
        var target = Path.Combine(folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        File.Move(report, target, overwrite: true);
    }

    private static string Said(string error)
    {
        var text = error.Trim();
        return text.Length == 0 ? "" : $" It said: {(text.Length <= ShownError ? text : "..." + text[^ShownError..])}";
    }

    private static FailureException NotRun(string what) => new(new Failure(FailureCodes.ScannerNotRun, what));

    private static FailureException Failed(string what) => new(new Failure(FailureCodes.ScannerFailed, what));
}
