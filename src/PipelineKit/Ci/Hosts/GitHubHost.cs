using System.Globalization;
using PipelineKit.Actions;
using PipelineKit.Failures;
using PipelineKit.Oci;

namespace PipelineKit.Ci;

/// <summary>GitHub Actions: workflow commands on the log, files for outputs and the summary.</summary>
internal sealed class GitHubHost : ICiHost
{
    /// <summary>GitHub drops a summary over 1 MiB altogether; this leaves room for other writers of the same step.</summary>
    internal const int SummaryLimit = 900 * 1024;

    /// <summary>GitHub shows this many annotations of each level per step, and drops the rest.</summary>
    private const int ShownPerLevel = 10;

    private readonly LogWriter _log;
    private readonly LogWriter _data;
    private readonly SecretScrubber _secrets;
    private readonly TimeProvider _time;
    private readonly GitHubFiles _files;
    private readonly RepositoryPaths _paths;
    private readonly Dictionary<AnnotationLevel, int> _annotated = [];

    internal GitHubHost(
        IReadOnlyDictionary<string, string> variables, LogWriter log, LogWriter data, SecretScrubber secrets, ProcessFacts facts, TimeProvider time)
    {
        (_log, _data, _secrets, _time) = (log, data, secrets, time);
        _files = new GitHubFiles(variables);
        Context = GitHubContext.Read(variables, facts.CurrentFolder);
        Inputs = HostInputs.GitHub(variables);
        DebugRequested = HostEnvironmentReader.Given(variables, "RUNNER_DEBUG") == "1";
        _paths = new RepositoryPaths(Context.Workspace);
        secrets.Add(Context.JobToken ?? "");
        secrets.Add(Context.IdentityTokens?.RequestToken ?? "");
    }

    /// <inheritdoc />
    public string Name => "github";

    /// <inheritdoc />
    public CiContext Context { get; }

    /// <inheritdoc />
    public IInputSource Inputs { get; }

    /// <inheritdoc />
    public bool DebugRequested { get; }

    /// <inheritdoc />
    public void Line(string text) => _log.Text(text);

    /// <inheritdoc />
    public void OpenGroup(string title) => _log.Whole(GitHubCommand.Format("group", _log.Clean(title)));

    /// <inheritdoc />
    public void CloseGroup() => _log.Whole(GitHubCommand.Format("endgroup", ""));

    /// <inheritdoc />
    public void Annotate(Annotation annotation)
    {
        var count = _annotated[annotation.Level] = _annotated.GetValueOrDefault(annotation.Level) + 1;
        if (count > ShownPerLevel)
        {
            AnnotationText.Write(annotation, _log.Text);
            return;
        }

        var place = annotation.Place;
        _log.Whole(GitHubCommand.Format(
            annotation.Level.Word(),
            _log.CleanBlock(AnnotationText.Message(annotation)),
            ("file", place?.File is { } file ? _log.Clean(_paths.RelativeToRepository(_secrets.Scrub(file))) : null),
            ("line", Number(place?.Line)),
            ("col", Number(place?.Column)),
            ("endColumn", Number(place?.EndColumn)),
            ("title", _log.Clean(annotation.Code))));
    }

    /// <inheritdoc />
    public void Mask(string secret)
    {
        if (_secrets.Add(secret))
        {
            foreach (var text in SecretForms.Lines(secret).Concat(SecretForms.Base64(secret)))
            {
                _log.Whole(GitHubCommand.Format("add-mask", text));
            }
        }
    }

    /// <inheritdoc />
    public void SetOutput(OutputValue output)
    {
        if (!_files.TryWriteOutput(output.Output.Name, _secrets.Scrub(output.Value)))
        {
            _log.Text($"Output {output.Output.Name} is lost, because this runner gives no GITHUB_OUTPUT file: {output.Value}");
        }
    }

    /// <inheritdoc />
    public void AddArtifact(PinnedReference image) => _files.TryWriteArtifact($"{image.Reference.Name}@{image.Digest}");

    /// <inheritdoc />
    public void Summarize(Summary summary)
    {
        var room = (int)Math.Max(0, SummaryLimit - _files.SummaryLength);
        if (!_files.TryWriteSummary(MarkdownSummary.Render(summary, _secrets.Scrub, room)))
        {
            _log.Text("The job summary is not shown, because this runner gives no GITHUB_STEP_SUMMARY file.");
        }
    }

    /// <inheritdoc />
    public void WriteData(string text) => DataText.WriteSafely(text, _data);

    /// <inheritdoc />
    public string Scrub(string text) => _secrets.Scrub(text);

    /// <inheritdoc />
    public void Conclude(ExitCode exit, string headline)
    {
        var more = _annotated.Values.Sum(count => Math.Max(0, count - ShownPerLevel));
        if (more > 0)
        {
            _log.Text($"GitHub shows {ShownPerLevel} annotations of a kind per step; {more} more are only in this log.");
        }

        _log.Text(headline);
    }

    /// <inheritdoc />
    public IProgressReporter CreateProgress(Verbosity verbosity) => PlainProgress.Create(this, verbosity, _time);

    private static string? Number(int? value) => value?.ToString(CultureInfo.InvariantCulture);
}
