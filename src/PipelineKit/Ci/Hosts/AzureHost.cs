using System.Globalization;
using System.Security.Cryptography;
using PipelineKit.Actions;
using PipelineKit.Failures;

namespace PipelineKit.Ci;

/// <summary>Azure Pipelines: logging commands for everything, a file for the summary.</summary>
internal sealed class AzureHost : ICiHost
{
    private readonly LogWriter _log;
    private readonly LogWriter _data;
    private readonly SecretScrubber _secrets;
    private readonly TimeProvider _time;
    private readonly RepositoryPaths _paths;

    internal AzureHost(
        IReadOnlyDictionary<string, string> variables, LogWriter log, LogWriter data, SecretScrubber secrets, ProcessFacts facts, TimeProvider time)
    {
        (_log, _data, _secrets, _time) = (log, data, secrets, time);
        Context = AzureContext.Read(variables, facts.CurrentFolder);
        Inputs = HostInputs.Azure(variables);
        DebugRequested = string.Equals(variables.GetValueOrDefault("SYSTEM_DEBUG"), "true", StringComparison.OrdinalIgnoreCase);
        _paths = new RepositoryPaths(Context.Workspace);
        secrets.Add(Context.JobToken ?? "");
        secrets.Add(Context.IdentityTokens?.RequestToken ?? "");
    }

    /// <inheritdoc />
    public string Name => "azure";

    /// <inheritdoc />
    public CiContext Context { get; }

    /// <inheritdoc />
    public IInputSource Inputs { get; }

    /// <inheritdoc />
    public bool DebugRequested { get; }

    /// <inheritdoc />
    public void Line(string text) => _log.Text(text);

    /// <inheritdoc />
    public void OpenGroup(string title) => _log.Whole("##[group]" + _log.Clean(title));

    /// <inheritdoc />
    public void CloseGroup() => _log.Whole("##[endgroup]");

    /// <summary>The agent knows errors and warnings; what is merely worth knowing is a line. It takes absolute paths and maps them to the repository.</summary>
    public void Annotate(Annotation annotation)
    {
        if (annotation.Level == AnnotationLevel.Notice)
        {
            AnnotationText.Write(annotation, _log.Text);
            return;
        }

        var place = annotation.Place;
        _log.Whole(AzureCommand.Format(
            "task.logissue",
            _log.CleanBlock(AnnotationText.Message(annotation)),
            ("type", annotation.Level == AnnotationLevel.Error ? "error" : "warning"),
            ("sourcepath", place?.File is { } file ? _log.Clean(_paths.Absolute(_secrets.Scrub(file))) : null),
            ("linenumber", Number(place?.Line)),
            ("columnnumber", Number(place?.Column)),
            ("code", _log.Clean(annotation.Code))));
    }

    /// <inheritdoc />
    public void Mask(string secret)
    {
        if (_secrets.Add(secret))
        {
            foreach (var text in SecretForms.Lines(secret).Concat(SecretForms.Base64(secret)))
            {
                _log.Whole(AzureCommand.Format("task.setsecret", text));
            }
        }
    }

    /// <summary>An output variable: <c>$(step.name)</c> in the job, <c>dependencies.JOB.outputs['step.name']</c> beyond it. The step needs a name.</summary>
    public void SetOutput(OutputValue output) =>
        _log.Whole(AzureCommand.Format(
            "task.setvariable", _secrets.Scrub(output.Value), ("variable", AzureName.Of(output.Output.Name)), ("isOutput", "true")));

    /// <summary>A file the agent picks up after the step, so that its name is not used twice.</summary>
    public void Summarize(Summary summary)
    {
        var name = $"summary-{RandomNumberGenerator.GetHexString(8, lowercase: true)}.md";
        var path = Path.Combine(Context.TemporaryFolder ?? Path.GetTempPath(), "pipelinekit", name);
        HostFiles.WriteWhole(path, MarkdownSummary.Render(summary, _secrets.Scrub, GitHubHost.SummaryLimit));
        _log.Whole(AzureCommand.Format("task.uploadsummary", path));
    }

    /// <inheritdoc />
    public void WriteData(string text) => DataText.WriteSafely(text, _data);

    /// <inheritdoc />
    public string Scrub(string text) => _secrets.Scrub(text);

    /// <inheritdoc />
    public void Conclude(ExitCode exit, string headline) => _log.Whole("##[section]" + _log.Clean(headline));

    /// <inheritdoc />
    public IProgressReporter CreateProgress(Verbosity verbosity) => PlainProgress.Create(this, verbosity, _time);

    private static string? Number(int? value) => value?.ToString(CultureInfo.InvariantCulture);
}
