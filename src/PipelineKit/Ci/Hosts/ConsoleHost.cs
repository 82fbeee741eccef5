using PipelineKit.Actions;
using PipelineKit.Failures;
using static PipelineKit.Ci.HostEnvironmentReader;

namespace PipelineKit.Ci;

/// <summary>A plain command line: the log on standard error, the summary or the data asked for on standard output.</summary>
internal sealed class ConsoleHost : ICiHost
{
    private readonly LogWriter _log;
    private readonly LogWriter _data;
    private readonly TextWriter _output;
    private readonly TextWriter _error;
    private readonly SecretScrubber _secrets;
    private readonly ProcessFacts _facts;
    private readonly TimeProvider _time;
    private readonly Colours _colours;
    private readonly bool _isLive;

    internal ConsoleHost(
        IReadOnlyDictionary<string, string> variables, TextWriter error, TextWriter output, SecretScrubber secrets, ProcessFacts facts, TimeProvider time)
    {
        (_error, _output, _secrets, _facts, _time) = (error, output, secrets, facts, time);
        _log = new LogWriter(error, secrets);
        _data = new LogWriter(output, secrets);
        var dumb = variables.GetValueOrDefault("TERM") == "dumb";
        _isLive = facts.ErrorIsTerminal && !dumb;
        _colours = new Colours(_isLive && Given(variables, "NO_COLOR") is null);
        Context = new CiContext { Workspace = facts.CurrentFolder, JobToken = null };
    }

    /// <inheritdoc />
    public string Name => "console";

    /// <inheritdoc />
    public CiContext Context { get; }

    /// <inheritdoc />
    public IInputSource Inputs => HostInputs.None;

    /// <inheritdoc />
    public bool DebugRequested => false;

    /// <inheritdoc />
    public void Line(string text) => _log.Text(text);

    /// <inheritdoc />
    public void OpenGroup(string title) => _log.Text(title);

    /// <summary>A heading needs no end.</summary>
    public void CloseGroup()
    {
    }

    /// <inheritdoc />
    public void Annotate(Annotation annotation)
    {
        var (first, rest) = AnnotationText.Split(annotation);
        _log.Whole(_colours.Of(annotation.Level, _log.Clean(AnnotationText.Head(annotation))) + " " + _log.Clean(first));
        foreach (var line in rest)
        {
            _log.Text("  " + line);
        }
    }

    /// <inheritdoc />
    public void Mask(string secret) => _secrets.Add(secret);

    /// <summary>A command line has no outputs; the summary and result.json say the same.</summary>
    public void SetOutput(OutputValue output)
    {
    }

    /// <inheritdoc />
    public void Summarize(Summary summary)
    {
        foreach (var line in TextSummary.Render(summary, _data.Clean, _facts.OutputIsTerminal ? _facts.Width : int.MaxValue))
        {
            _data.Whole(line);
        }
    }

    /// <inheritdoc />
    public void WriteData(string text)
    {
        _output.Write(_secrets.Scrub(text));
        _output.Flush();
    }

    /// <inheritdoc />
    public string Scrub(string text) => _secrets.Scrub(text);

    /// <inheritdoc />
    public void Conclude(ExitCode exit, string headline) => _log.Whole(_colours.Of(exit, _log.Clean(headline)));

    /// <inheritdoc />
    public IProgressReporter CreateProgress(Verbosity verbosity) =>
        _isLive && verbosity == Verbosity.Normal ? new LiveProgress(_error, _log, _colours.AreOn) : PlainProgress.Create(this, verbosity, _time);
}
