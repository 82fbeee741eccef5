using System.Globalization;

namespace PipelineKit.Ci;

/// <summary>Progress as lines: a group per stage, a line for every tenth of the work, and how long it took.</summary>
internal sealed class PlainProgress : IProgressReporter
{
    private readonly ICiHost _host;
    private readonly TimeProvider _time;
    private readonly bool _tellsDetail;

    private PlainProgress(ICiHost host, TimeProvider time, bool tellsDetail)
    {
        _host = host;
        _time = time;
        _tellsDetail = tellsDetail;
    }

    /// <summary>Nothing at all when quiet; detail when verbose.</summary>
    internal static IProgressReporter Create(ICiHost host, Verbosity verbosity, TimeProvider time) =>
        verbosity == Verbosity.Quiet ? SilentProgress.Instance : new PlainProgress(host, time, verbosity == Verbosity.Verbose);

    /// <inheritdoc />
    public IProgressStage Stage(string title, int? total = null)
    {
        _host.OpenGroup(total is null ? title : string.Create(CultureInfo.InvariantCulture, $"{title} ({total})"));
        return new Running(_host, _time, title, total);
    }

    /// <inheritdoc />
    public void Detail(string text)
    {
        if (_tellsDetail)
        {
            _host.Line(text);
        }
    }

    private sealed class Running : IProgressStage
    {
        private const int LeastStep = 25;
        private readonly ICiHost _host;
        private readonly TimeProvider _time;
        private readonly string _title;
        private readonly int? _total;
        private readonly int _step;
        private readonly long _started;
        private int _done;

        internal Running(ICiHost host, TimeProvider time, string title, int? total)
        {
            (_host, _time, _title, _total) = (host, time, title, total);
            _step = Math.Max(LeastStep, (total ?? 1000) / 10);
            _started = time.GetTimestamp();
        }

        public void Advance(string item)
        {
            var done = Interlocked.Increment(ref _done);
            if (done % _step == 0 && done != _total)
            {
                _host.Line(_total is null ? $"{done} done" : $"{done} of {_total}");
            }
        }

        public void Dispose()
        {
            _host.CloseGroup();
            var seconds = _time.GetElapsedTime(_started).TotalSeconds;
            _host.Line(string.Create(CultureInfo.InvariantCulture, $"{_title}: {Volatile.Read(ref _done)} done in {seconds:0.0} s"));
        }
    }
}
