namespace PipelineKit.Testing;

/// <summary>Holds requests until the test lets them go, and tells when enough of them are there.</summary>
public sealed class FakeGate
{
    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _full = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly int _expected;
    private int _arrived;

    /// <summary>A closed gate.</summary>
    /// <param name="expected">How many requests complete <see cref="Full"/>.</param>
    public FakeGate(int expected) => _expected = expected;

    /// <summary>How many requests have come to it.</summary>
    public int Arrived => Volatile.Read(ref _arrived);

    /// <summary>Completed when the expected number of requests waits.</summary>
    public Task Full => _full.Task;

    /// <summary>Lets all go, also those that come later.</summary>
    public void Open() => _opened.TrySetResult();

    /// <summary>A request comes, and waits.</summary>
    internal async Task PassAsync(CancellationToken cancellation)
    {
        if (Interlocked.Increment(ref _arrived) == _expected)
        {
            _full.TrySetResult();
        }

        await _opened.Task.WaitAsync(cancellation);
    }
}
