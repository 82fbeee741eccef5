using System.Collections.Concurrent;
using PipelineKit.Actions;
using PipelineKit.Ci;
using PipelineKit.Failures;

namespace PipelineKit.Testing;

/// <summary>A host that keeps everything it is given, as it is given. Thread-safe where a host is.</summary>
public sealed class RecordingHost : ICiHost
{
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly ConcurrentQueue<string> _masked = new();
    private readonly RecordingProgress _progress = new();

    /// <summary>A host whose workspace is this folder.</summary>
    public RecordingHost(string workspace)
    {
        Context = new CiContext { Workspace = workspace };
    }

    /// <inheritdoc />
    public string Name => "recording";

    /// <inheritdoc />
    public CiContext Context { get; init; }

    /// <summary>The inputs given, by kebab-case name.</summary>
    public Dictionary<string, string> Given { get; } = new(StringComparer.Ordinal);

    /// <inheritdoc />
    public IInputSource Inputs => new GivenInputs(Given);

    /// <inheritdoc />
    public bool DebugRequested { get; init; }

    /// <summary>Lines, group titles included.</summary>
    public IReadOnlyCollection<string> Lines => _lines;

    /// <summary>Secrets masked.</summary>
    public IReadOnlyCollection<string> Masked => _masked;

    /// <summary>Annotations, in order.</summary>
    public List<Annotation> Annotations { get; } = [];

    /// <summary>Outputs by name.</summary>
    public Dictionary<string, string> Outputs { get; } = new(StringComparer.Ordinal);

    /// <summary>Summaries published.</summary>
    public List<Summary> Summaries { get; } = [];

    /// <summary>What went to standard output.</summary>
    public List<string> Data { get; } = [];

    /// <summary>Exit code and headline; null before the end.</summary>
    public (ExitCode Exit, string Headline)? Verdict { get; private set; }

    /// <summary>Groups opened and not closed.</summary>
    public int OpenGroups { get; private set; }

    /// <summary>Progress, as every reporter this host makes records it.</summary>
    public RecordingProgress Progress => _progress;

    /// <inheritdoc />
    public void Line(string text) => _lines.Enqueue(text);

    /// <inheritdoc />
    public void OpenGroup(string title)
    {
        OpenGroups++;
        _lines.Enqueue(title);
    }

    /// <inheritdoc />
    public void CloseGroup() => OpenGroups = OpenGroups > 0 ? OpenGroups - 1 : throw new InvalidOperationException("No group is open.");

    /// <inheritdoc />
    public void Annotate(Annotation annotation) => Annotations.Add(annotation);

    /// <inheritdoc />
    public void Mask(string secret) => _masked.Enqueue(secret);

    /// <summary>Keeps the output; a second value for the same one is an error of the caller's.</summary>
    public void SetOutput(OutputValue output) => Outputs.Add(output.Output.Name, output.Value);

    /// <inheritdoc />
    public void Summarize(Summary summary) => Summaries.Add(summary);

    /// <inheritdoc />
    public void WriteData(string text) => Data.Add(text);

    /// <inheritdoc />
    public string Scrub(string text) => _masked.Aggregate(text, (current, secret) => current.Replace(secret, "***", StringComparison.Ordinal));

    /// <inheritdoc />
    public void Conclude(ExitCode exit, string headline) =>
        Verdict = Verdict is null ? (exit, headline) : throw new InvalidOperationException("The verdict was given before.");

    /// <inheritdoc />
    public IProgressReporter CreateProgress(Verbosity verbosity) => _progress;

    private sealed record GivenInputs(Dictionary<string, string> Values) : IInputSource
    {
        public InputValue? Find(Input input) =>
            Values.TryGetValue(input.Name, out var text) ? new InputValue(text, $"input `{input.Name}`", SourcePlace.OfInput(input.Name)) : null;
    }
}

/// <summary>Progress that is kept. Thread-safe.</summary>
public sealed class RecordingProgress : IProgressReporter
{
    private readonly ConcurrentQueue<string> _details = new();
    private readonly ConcurrentQueue<RecordedStage> _stages = new();

    /// <summary>Lines of detail.</summary>
    public IReadOnlyCollection<string> Details => _details;

    /// <summary>Stages, in the order they began.</summary>
    public IReadOnlyCollection<RecordedStage> Stages => _stages;

    /// <summary>Begins a stage; the one before must have ended.</summary>
    public IProgressStage Stage(string title, int? total = null)
    {
        var open = _stages.FirstOrDefault(s => !s.IsDone);
        var stage = open is null ? new RecordedStage(title, total) : throw new InvalidOperationException($"The stage `{open.Title}` goes on; stages do not nest.");
        _stages.Enqueue(stage);
        return stage;
    }

    /// <inheritdoc />
    public void Detail(string text) => _details.Enqueue(text);
}

/// <summary>A stage that is kept.</summary>
/// <param name="Title">Its title.</param>
/// <param name="Total">How many items were announced.</param>
public sealed record RecordedStage(string Title, int? Total) : IProgressStage
{
    private readonly ConcurrentQueue<string> _items = new();

    /// <summary>The items done.</summary>
    public IReadOnlyCollection<string> Items => _items;

    /// <summary>Whether it was disposed.</summary>
    public bool IsDone { get; private set; }

    /// <inheritdoc />
    public void Advance(string item) => _items.Enqueue(item);

    /// <inheritdoc />
    public void Dispose() => IsDone = true;
}
