namespace PipelineKit.Tests.Git;

/// <summary>Real time, except that waits up to a minute are over at once; what was to be waited is told, in milliseconds. Longer ones are time limits and never run out.</summary>
internal sealed class ImpatientTime(Action<int>? waited) : TimeProvider
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime > LongestWait || dueTime < TimeSpan.Zero)
        {
            return base.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, period);
        }

        waited?.Invoke((int)dueTime.TotalMilliseconds);
        return base.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
