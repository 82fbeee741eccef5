using Spectre.Console;

namespace PipelineKit.Ci;

/// <summary>
/// A bar that moves, on a terminal. The only file that uses Spectre.Console, so that its assembly is not even read elsewhere. Lines of the
/// log wait until the bar is done.
/// </summary>
internal sealed class LiveProgress : IProgressReporter
{
    private readonly TextWriter _terminal;
    private readonly LogWriter _log;
    private readonly bool _hasColours;

    internal LiveProgress(TextWriter terminal, LogWriter log, bool hasColours)
    {
        _terminal = terminal;
        _log = log;
        _hasColours = hasColours;
    }

    /// <inheritdoc />
    public IProgressStage Stage(string title, int? total = null)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes,
            ColorSystem = _hasColours ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.Yes,
            Out = new AnsiConsoleOutput(_terminal),
        });
        return new Running(console, _log, Markup.Escape(_log.Clean(title)), total);
    }

    /// <summary>Detail is for --verbose, which gets lines instead of a bar.</summary>
    public void Detail(string text)
    {
    }

    private sealed class Running : IProgressStage
    {
        private readonly LogWriter _log;
        private readonly TaskCompletionSource<ProgressTask> _bar = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly Task _drawing;
        private int _done;

        internal Running(IAnsiConsole console, LogWriter log, string title, int? total)
        {
            _log = log;
            _log.Hold();
            _drawing = Task.Run(() => Columns(console, total).StartAsync(async context =>
            {
                var bar = context.AddTask(title, autoStart: true, maxValue: Math.Max(1, total ?? 1));
                bar.IsIndeterminate = total is null;
                _bar.SetResult(bar);
                await _end.Task;
                bar.Value = bar.MaxValue;
            }));
        }

        public void Advance(string item)
        {
            var done = Interlocked.Increment(ref _done);
            if (_bar.Task.IsCompletedSuccessfully)
            {
                _bar.Task.Result.Value = done;
            }
        }

        public void Dispose()
        {
            _end.TrySetResult();
            _drawing.GetAwaiter().GetResult();
            _log.Release();
        }

        private static Spectre.Console.Progress Columns(IAnsiConsole console, int? total) =>
            console.Progress().AutoClear(true).Columns(
                total is null
                    ? [new SpinnerColumn(), new TaskDescriptionColumn()]
                    : [new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn()]);
    }
}
