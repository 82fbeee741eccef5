using System.Diagnostics.CodeAnalysis;

namespace PipelineKit.Oci;

/// <summary>
/// Decides when the next request may go to one registry, for all parallel requests together.
/// <para>It begins with few requests at a time and opens up as answers come, so that a small allowance is found out by few refusals. After a 429 all
/// wait out the same pause, then go one at a time and no faster than the registry has just shown to allow; a long run of answers opens it again.</para>
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "The timer is disposed when it fires, and fires within the longest pause.")]
internal sealed class RegistryGate(TimeProvider time, int maximum, TimeSpan patience)
{
    private const int CarefulStart = 8;
    private const int AnswersUntilTrusted = 36; // Thirty a minute are common: a few more, because a bucket fills meanwhile.
    private const int AnswersUntilRelaxed = 64;
    private const int FewestAnswersForPace = 8;

    private static readonly TimeSpan NoPace = TimeSpan.FromMilliseconds(20);

    private readonly Queue<TaskCompletionSource<int>> _waiting = new();
    private readonly Lock _lock = new();
    private readonly long _origin = time.GetTimestamp();
    private ITimer? _alarm;
    private TimeSpan _pausedUntil;
    private TimeSpan _next;
    private TimeSpan _pace;
    private TimeSpan _epochStart;
    private TimeSpan? _refusedSince;
    private int _limit = Math.Min(CarefulStart, maximum);
    private int _budget = int.MaxValue;
    private int _inFlight;
    private int _answers;
    private int _epoch;

    private TimeSpan Now => time.GetElapsedTime(_origin);

    /// <summary>Waits for the turn of the next request, in order of arrival. What comes back goes to <see cref="Refused"/>; then <see cref="Leave"/>.</summary>
    public async Task<int> EnterAsync(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var turn = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            _waiting.Enqueue(turn);
            LetIn();
        }

        using var registration = cancellation.UnsafeRegister(static (t, c) => ((TaskCompletionSource<int>)t!).TrySetCanceled(c), turn);
        return await turn.Task;
    }

    /// <summary>A request that entered has its answer, or none.</summary>
    public void Leave()
    {
        lock (_lock)
        {
            _inFlight--;
            LetIn();
        }
    }

    /// <summary>The registry answered with something else than 429 or a fault.</summary>
    /// <param name="epoch">What <see cref="EnterAsync"/> returned for this request.</param>
    /// <param name="remaining">How many requests the registry says are left, if it says so.</param>
    public void Answered(int epoch, long? remaining)
    {
        lock (_lock)
        {
            _refusedSince = null;
            _budget = (int)Math.Clamp(remaining ?? int.MaxValue, CarefulStart, int.MaxValue);
            if (epoch == _epoch)
            {
                // One let in before the last refusal was allowed then; it says nothing about how fast it may go now.
                _answers++;
                SpeedUp();
            }

            LetIn();
        }
    }

    /// <summary>The registry answered 429: everybody pauses. False when patience is at its end.</summary>
    /// <param name="epoch">What <see cref="EnterAsync"/> returned for the refused request.</param>
    /// <param name="wait">How long the registry wants to be left alone.</param>
    public bool Refused(int epoch, TimeSpan wait)
    {
        lock (_lock)
        {
            var now = Now;
            _refusedSince ??= now;
            if (now + wait - _refusedSince > patience)
            {
                return false;
            }

            _pausedUntil = now + wait > _pausedUntil ? now + wait : _pausedUntil;
            if (epoch == _epoch)
            {
                // The first refusal of those that were in flight together; the others only lengthen the pause.
                SlowDown(now, wait);
            }

            return true;
        }
    }

    private void SlowDown(TimeSpan now, TimeSpan wait)
    {
        // What was answered since the last refusal, pause included, is what this registry allows. The first time there was no pause yet, so
        // this one is counted; and a handful of answers says nothing about a rate.
        if (_answers >= (_epoch == 0 ? FewestAnswersForPace : 1))
        {
            var pace = (now - _epochStart + (_epoch == 0 ? wait : TimeSpan.Zero)) / _answers;
            _pace = pace < RetryWait.Cap ? pace : RetryWait.Cap;
            _epochStart = now;
        }

        _answers = 0;
        _epoch++;
        _limit = 1;
    }

    private void SpeedUp()
    {
        if (_epoch == 0)
        {
            // Never more under way than were answered: of an allowance that then turns out to be used up, at most as much again is asked in vain.
            _limit = _answers < AnswersUntilTrusted ? _limit : Math.Min(maximum, _answers);
        }
        else if (_answers % AnswersUntilRelaxed == 0)
        {
            _limit = _pace > NoPace ? _limit : Math.Min(maximum, _limit * 2);
            _pace = _pace > NoPace ? _pace / 2 : TimeSpan.Zero;
        }
    }

    private static TimeSpan Later(TimeSpan one, TimeSpan other) => one > other ? one : other;

    /// <summary>Lets in those who may go now; where only time is missing, comes back then. Called under the lock.</summary>
    private void LetIn()
    {
        while (_waiting.Count > 0 && _inFlight < Math.Min(_limit, _budget) && _alarm is null)
        {
            var now = Now;
            var wait = Later(_pausedUntil, _next) - now;
            if (wait > TimeSpan.Zero)
            {
                // Timers count whole milliseconds and drop the rest.
                _alarm = time.CreateTimer(static g => ((RegistryGate)g!).OnAlarm(), this, TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds)), Timeout.InfiniteTimeSpan);
            }
            else if (_waiting.Dequeue().TrySetResult(_epoch))
            {
                _inFlight++;
                _next = now + _pace;
            }
        }
    }

    private void OnAlarm()
    {
        lock (_lock)
        {
            _alarm?.Dispose();
            _alarm = null;
            LetIn();
        }
    }
}
