namespace PipelineKit.PullRequests.GitHub;

/// <summary>
/// Keeps writes below GitHub's secondary limits (900 points a minute, of which a write is 5, and 80 new things a minute): some at once, then one a second.
/// </summary>
internal sealed class GitHubPace(TimeProvider time)
{
    private const int AtOnce = 12;
    private readonly Queue<long> _started = new();

    /// <summary>Waits until a write may begin.</summary>
    internal async Task WaitAsync(CancellationToken cancellation)
    {
        if (_started.Count == AtOnce)
        {
            var rest = TimeSpan.FromSeconds(AtOnce) - time.GetElapsedTime(_started.Dequeue());
            if (rest > TimeSpan.Zero)
            {
                await Task.Delay(rest, time, cancellation);
            }
        }

        _started.Enqueue(time.GetTimestamp());
    }
}
