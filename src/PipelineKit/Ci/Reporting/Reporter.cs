using System.Globalization;
using System.Text.Json;
using PipelineKit.Actions;
using PipelineKit.Failures;

namespace PipelineKit.Ci;

/// <summary>
/// Publishes how a run ended, also when it ended badly: annotations, outputs, result.json, summary, verdict. Made at the start of the run,
/// because it tells how long the run took.
/// </summary>
public sealed class Reporter
{
    /// <summary>More remarks than this help nobody in a log.</summary>
    private const int MaxAnnotations = 1000;

    private readonly ICiHost _host;
    private readonly TimeProvider _time;
    private readonly string _version;
    private readonly DateTimeOffset _startedAt;
    private readonly long _started;

    /// <summary>Reports on a run that starts now, with this version of the program.</summary>
    public Reporter(ICiHost host, TimeProvider time, string version)
    {
        _host = host;
        _time = time;
        _version = version;
        _startedAt = time.GetUtcNow();
        _started = time.GetTimestamp();
    }

    /// <summary>Publishes a report. The exit code is the report's, or a graver one when something could not be published.</summary>
    public ExitCode Publish(ActionDefinition action, CommandReport report, PublishOptions options)
    {
        Annotate(report.Annotations);
        var level = report.Exit == ExitCode.Ok ? AnnotationLevel.Warning : AnnotationLevel.Error;
        Annotate(report.Failures.Select(failure => Remark(failure, level)).ToArray());
        return Finish(action, action.Name, report, Verdict(report), options);
    }

    /// <summary>Publishes failures that stopped a run. The action is null when not even the command was known.</summary>
    public ExitCode PublishFailures(ActionDefinition? action, IReadOnlyList<Failure> failures, PublishOptions options)
    {
        Annotate(failures.Select(failure => Remark(failure, AnnotationLevel.Error)).ToArray());
        var report = FailureReport.Of(action?.Name ?? "pipelinekit", failures);
        return Finish(action, action?.Name ?? "pipelinekit", report, "error", options);
    }

    private ExitCode Finish(ActionDefinition? action, string command, CommandReport report, string verdict, PublishOptions options)
    {
        var troubles = new List<Failure>();
        var document = new Lazy<string>(() => Document(command, report, verdict));
        var path = ReportPath(command, options);
        var written = path is not null && Try(troubles, () => HostFiles.WriteWhole(path, document.Value));
        SetOutputs(action, report, verdict, written ? Named(path!) : null, troubles);
        foreach (var image in report.Exit == ExitCode.Ok ? report.Artifacts : [])
        {
            Try(troubles, () => _host.AddArtifact(image));
        }

        var printsResult = report.ResultToStandardOutput || options.ResultToStandardOutput;
        if (printsResult)
        {
            _host.WriteData(document.Value);
        }
        else if (report.StandardOutput is not null)
        {
            _host.WriteData(report.StandardOutput);
        }

        var isConsole = _host is ConsoleHost;
        if (!isConsole || !(options.Quiet || options.OutputIsForData || printsResult || report.StandardOutput is not null))
        {
            Try(troubles, () => _host.Summarize(report.Summary));
        }

        Annotate(troubles.Select(failure => Remark(failure, AnnotationLevel.Error)).ToArray());
        var exit = FailureCodes.Gravest(troubles.Select(t => t.Code.Exit).Append(report.Exit));
        _host.Conclude(exit, report.Headline);
        return exit;
    }

    private string Document(string command, CommandReport report, string verdict) =>
        new ResultDocument
        {
            Command = command,
            Version = _version,
            Verdict = verdict,
            Exit = report.Exit,
            Failures = report.Failures,
            Result = report.Result.ValueKind == JsonValueKind.Undefined ? null : report.Result,
            HostName = _host.Name,
            Context = _host.Context,
            StartedAt = _startedAt,
            Duration = _time.GetElapsedTime(_started),
        }.Render(_host.Scrub);

    private string? ReportPath(string command, PublishOptions options) =>
        !string.IsNullOrEmpty(options.ReportPath) ? Path.GetFullPath(options.ReportPath, options.WorkingDirectory)
        : _host.Context.TemporaryFolder is { } temporary ? Path.Combine(temporary, "pipelinekit", command, "result.json")
        : null;

    // Below the workspace the path is told relative to it: a container and its host have different absolute ones.
    private string Named(string path)
    {
        var relative = Path.GetRelativePath(_host.Context.Workspace, path);
        return Path.IsPathRooted(relative) || relative.StartsWith("..", StringComparison.Ordinal) ? path : relative.Replace(Path.DirectorySeparatorChar, '/');
    }

    // Every declared output is set, so that an expression on it gives empty text and not an error; nothing undeclared is.
    private void SetOutputs(ActionDefinition? action, CommandReport report, string verdict, string? path, List<Failure> troubles)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [CommonOutputs.Verdict.Name] = verdict,
            [CommonOutputs.ReportPath.Name] = path ?? "",
            [CommonOutputs.FailureCode.Name] = report.Failures.Count > 0 ? report.Failures[0].Code.Id : "",
        };
        foreach (var output in report.Outputs)
        {
            values[output.Output.Name] = output.Value;
        }

        foreach (var output in action?.AllOutputs ?? CommonOutputs.All)
        {
            if (!Try(troubles, () => _host.SetOutput(new OutputValue(output, values.GetValueOrDefault(output.Name, "")))))
            {
                return;
            }
        }
    }

    private void Annotate(IReadOnlyList<Annotation> annotations)
    {
        foreach (var annotation in annotations.OrderByDescending(a => a.Level).Take(MaxAnnotations))
        {
            _host.Annotate(annotation);
        }

        if (annotations.Count > MaxAnnotations)
        {
            _host.Line(string.Create(CultureInfo.InvariantCulture, $"{annotations.Count - MaxAnnotations} more remarks are only in result.json."));
        }
    }

    private static string Verdict(CommandReport report) =>
        report.Outputs.FirstOrDefault(o => o.Output.Name == CommonOutputs.Verdict.Name)?.Value
        ?? report.Exit switch
        {
            ExitCode.Ok => "pass",
            ExitCode.GateSaidNo => "fail",
            _ => "error",
        };

    private static Annotation Remark(Failure failure, AnnotationLevel level) =>
        new(level, failure.Code.Id, $"{failure.What}\nRemedy: {failure.RemedyText}\nSee {failure.Code.Docs}", failure.Place);

    private static bool Try(List<Failure> troubles, Action publish)
    {
        try
        {
            publish();
            return true;
        }
        catch (FailureException problem)
        {
            troubles.AddRange(problem.Failures);
            return false;
        }
    }
}
