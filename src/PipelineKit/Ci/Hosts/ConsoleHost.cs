using PipelineKit.Actions;
using PipelineKit.Failures;
using static PipelineKit.Ci.HostEnvironmentReader;

namespace PipelineKit.Ci;

/// <summary>A plain command line: the log on standard error, the summary or the data asked for on standard output.</summary>
internal sealed class ConsoleHost : ICiHost
{
    private const string Indent = "  ";

    private readonly HashSet<string> _advice = new(StringComparer.Ordinal);
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

    /// <summary>The remark, and below it what to do: once for each kind, however many remarks of that kind there are.</summary>
    public void Annotate(Annotation annotation)
    {
        var (first, rest) = AnnotationText.Split(annotation);
        var head = _log.Clean(AnnotationText.Head(annotation));
        var remark = Wrapped(head + " " + _log.Clean(first)).ToArray();
        _log.Whole(remark[0].StartsWith(head, StringComparison.Ordinal) ? _colours.Of(annotation.Level, head) + remark[0][head.Length..] : remark[0]);
        var advice = rest.Where(line => _advice.Add(annotation.Code + '\n' + line));
        foreach (var line in remark[1..].Concat(advice.SelectMany(line => Wrapped(_log.Clean(line)))))
        {
            _log.Whole(Indent + line);
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

    private IEnumerable<string> Wrapped(string text) => TextWidth.WrapWords(text, _isLive ? _facts.Width - Indent.Length : int.MaxValue);

    /// <inheritdoc />
    public IProgressReporter CreateProgress(Verbosity verbosity) =>
        _isLive && verbosity == Verbosity.Normal ? new LiveProgress(_error, _log, _colours.AreOn) : PlainProgress.Create(this, verbosity, _time);
}
