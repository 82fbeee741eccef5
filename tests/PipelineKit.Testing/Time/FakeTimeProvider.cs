using System.Collections.Concurrent;

namespace PipelineKit.Testing;

/// <summary>
/// A clock that moves only when told. With <see cref="AutoAdvance"/> a delay is over as soon as it begins: the clock jumps to its end and the wait is
/// recorded in <see cref="Waits"/>. Time limits (timers of a <see cref="CancellationTokenSource"/>) never jump; they fire by <see cref="Advance"/> only.
/// </summary>
public sealed class FakeTimeProvider : TimeProvider
{
    /// <summary>Where every fake clock starts unless told otherwise.</summary>
    public static readonly DateTimeOffset DefaultStart = new(2030, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private readonly Lock _lock = new();
    private readonly List<FakeTimer> _timers = [];
    private readonly ConcurrentQueue<TimeSpan> _waits = new();
    private readonly DateTimeOffset _start;
    private DateTimeOffset _now;

    /// <summary>A clock at <see cref="DefaultStart"/>.</summary>
    public FakeTimeProvider()
        : this(DefaultStart)
    {
    }

    /// <summary>A clock at a given time.</summary>
    public FakeTimeProvider(DateTimeOffset start) => _start = _now = start;

    /// <summary>Whether delays are over as soon as they begin.</summary>
    public bool AutoAdvance { get; init; }

    /// <summary>The delays that were asked for, in order.</summary>
    public IReadOnlyList<TimeSpan> Waits => [.. _waits];

    /// <summary>How far the clock has moved since it was made.</summary>
    public TimeSpan Elapsed => GetUtcNow() - _start;

    /// <summary>How many timers wait for the clock.</summary>
    public int PendingTimers
    {
        get
        {
            lock (_lock)
            {
                return _timers.Count;
            }
        }
    }

    /// <inheritdoc />
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc />
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <inheritdoc />
    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock)
        {
            return _now;
        }
    }

    /// <inheritdoc />
    public override long GetTimestamp() => GetUtcNow().UtcTicks;

    /// <summary>Moves the clock and fires, in order of their time, the timers that come due.</summary>
    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        var end = GetUtcNow() + by;
        while (NextDue(end) is { } timer)
        {
            timer.Fire();
        }

        MoveTo(end);
    }

    /// <summary>Moves the clock to the next timer, whatever it is for, and fires it. False when there is none.</summary>
    public bool AdvanceToNext()
    {
        var timer = NextDue(DateTimeOffset.MaxValue);
        timer?.Fire();
        return timer is not null;
    }

    /// <inheritdoc />
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new FakeTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private FakeTimer? NextDue(DateTimeOffset end)
    {
        lock (_lock)
        {
            var next = _timers.Where(t => t.Due <= end).MinBy(t => t.Due);
            if (next is not null)
            {
                _now = next.Due > _now ? next.Due : _now;
                _timers.Remove(next);
            }

            return next;
        }
    }

    private void MoveTo(DateTimeOffset time)
    {
        lock (_lock)
        {
            _now = time > _now ? time : _now;
        }
    }

    private sealed class FakeTimer(FakeTimeProvider clock, TimerCallback callback, object? state) : ITimer
    {
        private TimeSpan _period = Timeout.InfiniteTimeSpan;

        public DateTimeOffset Due { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._lock)
            {
                clock._timers.Remove(this);
                _period = period;
                if (dueTime == Timeout.InfiniteTimeSpan)
                {
                    return true;
                }

                Due = clock._now + dueTime;
                if (!clock.AutoAdvance || state is CancellationTokenSource || period != Timeout.InfiniteTimeSpan)
                {
                    clock._timers.Add(this);
                    return true;
                }

                clock._waits.Enqueue(dueTime);
                clock._now = Due;
            }

            ThreadPool.UnsafeQueueUserWorkItem(static t => t.Run(), this, preferLocal: false);
            return true;
        }

        public void Fire()
        {
            if (_period != Timeout.InfiniteTimeSpan && _period > TimeSpan.Zero)
            {
                Change(_period, _period);
            }

            Run();
        }

        public void Dispose()
        {
            lock (clock._lock)
            {
                clock._timers.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private void Run() => callback(state);
    }
}
