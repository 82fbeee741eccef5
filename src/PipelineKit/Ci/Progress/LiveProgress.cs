using System.Globalization;

namespace PipelineKit.Ci;

/// <summary>One line on a terminal that is drawn over itself while a stage runs, and wiped at its end. Lines of the log wait until then.</summary>
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
    public IProgressStage Stage(string title, int? total = null) => new Running(this, _log.Clean(title), total);

    /// <summary>Detail is for --verbose, which gets lines instead of a bar.</summary>
    public void Detail(string text)
    {
    }

    private sealed class Running : IProgressStage
    {
        private const int Width = 24;
        private const int LongestTitle = 40;
        private const string Wipe = "\r\x1b[2K";
        private readonly Lock _gate = new();
        private readonly LiveProgress _owner;
        private readonly string _title;
        private readonly int? _total;
        private string _drawn = "";
        private int _done;

        internal Running(LiveProgress owner, string title, int? total)
        {
            _owner = owner;
            _title = title.Length <= LongestTitle ? title : title[..(LongestTitle - 1)] + "…";
            _total = total;
            owner._log.Hold();
            Draw();
        }

        public void Advance(string item)
        {
            lock (_gate)
            {
                _done++;
                Draw();
            }
        }

        public void Dispose()
        {
            lock (_gate)
            {
                _owner._terminal.Write(Wipe);
                _owner._terminal.Flush();
            }

            _owner._log.Release();
        }

        // Only what looks different is drawn, which is at most a hundred times where the total is known.
        private void Draw()
        {
            var line = _total is { } total ? Bar(Math.Clamp(_done / (double)Math.Max(1, total), 0, 1)) : Count();
            if (line != _drawn)
            {
                _drawn = line;
                _owner._terminal.Write(Wipe + line);
                _owner._terminal.Flush();
            }
        }

        private string Bar(double share)
        {
            var filled = (int)(share * Width);
            var (on, off) = _owner._hasColours ? ("\x1b[36m", "\x1b[0m") : ("", "");
            return string.Create(CultureInfo.InvariantCulture, $"{_title} {on}{new string('━', filled)}{off}{new string('─', Width - filled)} {(int)(share * 100),3}%");
        }

        private string Count() => _done == 0 ? $"{_title} …" : string.Create(CultureInfo.InvariantCulture, $"{_title} … {_done}");
    }
}
