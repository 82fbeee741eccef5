using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace PipelineKit.Testing;

/// <summary>A program under way; disposing it kills it with all it started.</summary>
public sealed class RunningChild : IDisposable
{
    private readonly Process _process;
    private readonly TimeSpan _limit;
    private readonly long _started = Stopwatch.GetTimestamp();
    private readonly Task<string> _output;
    private readonly Task<string> _errors;
    private readonly Lock _lock = new();
    private TaskCompletionSource _more = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly StringBuilder[] _texts = [new(), new()];

    internal RunningChild(ProcessStartInfo start, TimeSpan limit)
    {
        _limit = limit;
        _process = Process.Start(start) ?? throw new InvalidOperationException($"{start.FileName} did not start");
        _process.StandardInput.Close();
        _output = ReadAsync(_process.StandardOutput, _texts[0]);
        _errors = ReadAsync(_process.StandardError, _texts[1]);
    }

    /// <summary>Its process id.</summary>
    public int Id => _process.Id;

    /// <summary>Whether it is over.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>Sends it a signal by name, such as <c>TERM</c>; nothing once it is over.</summary>
    public async Task SignalAsync(string name)
    {
        var id = _process.Id.ToString(CultureInfo.InvariantCulture);
        var sent = await new Child(Peer.Program("kill"), "-" + name, id).RunAsync();
        if (!sent.Errors.Contains("No such process", StringComparison.Ordinal))
        {
            sent.Expect(0);
        }
    }

    /// <summary>Waits until it has written a text, on either stream, or is over.</summary>
    /// <returns>Whether it has written it.</returns>
    public async Task<bool> WroteAsync(string text)
    {
        var end = Task.WhenAll(_output, _errors);
        while (true)
        {
            // Looked at before the texts: what came last is in them then.
            var isOver = end.IsCompleted;
            Task more;
            lock (_lock)
            {
                if (_texts.Any(t => t.ToString().Contains(text, StringComparison.Ordinal)))
                {
                    return true;
                }

                more = _more.Task;
            }

            if (isOver)
            {
                return false;
            }

            await Task.WhenAny(more, end);
        }
    }

    /// <summary>Waits for its end and what it wrote; throws <see cref="TimeoutException"/> with the output so far when it takes too long.</summary>
    public async Task<ChildResult> FinishAsync()
    {
        var all = Task.WhenAll(_process.WaitForExitAsync(), _output, _errors);
        // Not a wait but a limit: a child that hangs must fail its test, not the whole run.
        if (await Task.WhenAny(all, Task.Delay(_limit)) != all)
        {
            _process.Kill(entireProcessTree: true);
            await all;
            throw new TimeoutException(
                $"{_process.StartInfo.FileName} did not end within {_limit}.\n--- output\n{await _output}\n--- errors\n{await _errors}");
        }

        await all;
        return new ChildResult(_process.ExitCode, await _output, await _errors, Stopwatch.GetElapsedTime(_started));
    }

    /// <inheritdoc />
    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }

    private async Task<string> ReadAsync(StreamReader reader, StringBuilder all)
    {
        var part = new char[4096];
        while (await reader.ReadAsync(part.AsMemory()) is > 0 and var read)
        {
            TaskCompletionSource more;
            lock (_lock)
            {
                all.Append(part, 0, read);
                (more, _more) = (_more, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
            }

            more.SetResult();
        }

        return all.ToString();
    }
}
