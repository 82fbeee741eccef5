namespace PipelineKit.Testing;

/// <summary>
/// Runs asynchronous code on one thread under a <see cref="FakeTimeProvider"/>: what becomes ready goes on in that order, and the clock moves, to the next
/// timer, only when everybody waits for it. However busy the machine is, the same code then does the same things at the same times.
/// <para>The code must not leave the thread: no <c>Task.Run</c>, no <c>Parallel</c>, no real sockets or clocks.</para>
/// </summary>
public sealed class OneThread : SynchronizationContext
{
    private readonly Queue<(SendOrPostCallback Callback, object? State)> _ready = new();
    private readonly int _thread = Environment.CurrentManagedThreadId;

    private OneThread()
    {
    }

    /// <summary>Runs to the end. Throws what the code throws, and <see cref="InvalidOperationException"/> when it waits for something that cannot come.</summary>
    /// <param name="time">The clock of all waits; it must not jump by itself.</param>
    /// <param name="code">What to run.</param>
    public static void Run(FakeTimeProvider time, Func<Task> code)
    {
        if (time.AutoAdvance)
        {
            throw new ArgumentException("the clock would jump while others have something to do", nameof(time));
        }

        var before = Current;
        var self = new OneThread();
        try
        {
            var running = self.Start(code);
            while (!running.IsCompleted)
            {
                self.GoOn(time);
            }

            running.GetAwaiter().GetResult();
        }
        finally
        {
            SetSynchronizationContext(before);
        }
    }

    /// <inheritdoc />
    public override void Post(SendOrPostCallback d, object? state)
    {
        if (Environment.CurrentManagedThreadId != _thread)
        {
            throw new InvalidOperationException("something went on in another thread: the order of things would depend on the machine");
        }

        _ready.Enqueue((d, state));
    }

    /// <inheritdoc />
    public override void Send(SendOrPostCallback d, object? state) => throw new NotSupportedException("nothing here waits by blocking");

    private Task Start(Func<Task> code)
    {
        SetSynchronizationContext(this);
        return code();
    }

    private void GoOn(FakeTimeProvider time)
    {
        if (_ready.TryDequeue(out var next))
        {
            SetSynchronizationContext(this);
            next.Callback(next.State);
            return;
        }

        // Without a context, so that what awaits a timer with ConfigureAwait(false) goes on here and not in the pool.
        SetSynchronizationContext(null);
        if (!time.AdvanceToNext())
        {
            throw new InvalidOperationException("everybody waits, but for no timer");
        }
    }
}
