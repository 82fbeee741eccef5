using System.Diagnostics;
using System.Globalization;

namespace PipelineKit.Testing;

/// <summary>A program under way; disposing it kills it with all it started.</summary>
public sealed class RunningChild : IDisposable
{
    private readonly Process _process;
    private readonly TimeSpan _limit;
    private readonly long _started = Stopwatch.GetTimestamp();
    private readonly Task<string> _output;
    private readonly Task<string> _errors;

    internal RunningChild(ProcessStartInfo start, TimeSpan limit)
    {
        _limit = limit;
        _process = Process.Start(start) ?? throw new InvalidOperationException($"{start.FileName} did not start");
        _process.StandardInput.Close();
        _output = _process.StandardOutput.ReadToEndAsync();
        _errors = _process.StandardError.ReadToEndAsync();
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
}
