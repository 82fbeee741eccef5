using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace PipelineKit.Files;

/// <summary>
/// The one way this product runs a program: argument list, no shell, bounded output, a time limit. Of the environment only what finds programs and
/// folders is passed on; tokens, <c>GIT_*</c> and the variables of the CI host are not.
/// </summary>
public sealed class ProcessRunner
{
    private static readonly string[] PassedOn =
        ["PATH", "HOME", "TMPDIR", "LD_LIBRARY_PATH", "SystemRoot", "TEMP", "TMP", "USERPROFILE", "PATHEXT", "LOCALAPPDATA", "APPDATA", "ProgramData"];

    private readonly TimeProvider _time;

    /// <summary>Runs programs; the clock measures their time limit.</summary>
    public ProcessRunner(TimeProvider time) => _time = time;

    /// <summary>Runs it to its end.</summary>
    /// <exception cref="ProcessException">Not started, timed out, too much output.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; the program was ended.</exception>
    public async Task<ProcessResult> RunAsync(ProcessRequest request, CancellationToken cancellation)
    {
        using var process = Start(request);
        using var limit = new CancellationTokenSource(request.Timeout, _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        try
        {
            var output = ReadAsync(() => End(process), process.StandardOutput.BaseStream, request.OutputTo, request, both.Token);
            var error = ReadAsync(() => End(process), process.StandardError.BaseStream, target: null, request, both.Token);
            await WriteAsync(process, request.Input, both.Token);
            await Task.WhenAll(output, error);
            await process.WaitForExitAsync(both.Token);
            return new ProcessResult(process.ExitCode, await output, Encoding.UTF8.GetString(await error));
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            throw new ProcessException(ProcessProblem.TimedOut, request.Program, $"`{request.Program}` did not finish within {request.Timeout.TotalSeconds:0.###} s and was ended");
        }
        finally
        {
            End(process);
        }
    }

    private static Process Start(ProcessRequest request)
    {
        var start = new ProcessStartInfo
        {
            FileName = request.Program,
            WorkingDirectory = request.Folder ?? "",
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            CreateNoWindow = true,
        };
        foreach (var argument in request.Arguments)
        {
            start.ArgumentList.Add(argument);
        }

        var kept = PassedOn.Select(n => (Name: n, Value: Environment.GetEnvironmentVariable(n))).Where(v => v.Value is not null).ToList();
        start.Environment.Clear();
        foreach (var (name, value) in kept)
        {
            start.Environment[name] = value;
        }

        start.Environment["LC_ALL"] = "C";
        foreach (var (name, value) in request.Environment)
        {
            start.Environment[name] = value;
        }

        try
        {
            return Process.Start(start) ?? throw new ProcessException(ProcessProblem.NotStarted, request.Program, $"`{request.Program}` did not start");
        }
        catch (Win32Exception e)
        {
            throw new ProcessException(ProcessProblem.NotStarted, request.Program, $"`{request.Program}` cannot be run: {e.Message}", e);
        }
    }

    private static async Task<byte[]> ReadAsync(Action end, Stream stream, Stream? target, ProcessRequest request, CancellationToken cancellation)
    {
        using var content = new MemoryStream();
        var buffer = new byte[16 * 1024];
        long read = 0;
        for (int n; (n = await stream.ReadAsync(buffer, cancellation)) > 0;)
        {
            read += n;
            if (read > request.MaximumOutputBytes)
            {
                // Ended here, or it would wait for ever to write the rest while its other stream is still read.
                end();
                throw new ProcessException(ProcessProblem.TooMuchOutput, request.Program, $"`{request.Program}` wrote more than {request.MaximumOutputBytes} bytes");
            }

            await (target ?? content).WriteAsync(buffer.AsMemory(0, n), cancellation);
        }

        return content.ToArray();
    }

    private static async Task WriteAsync(Process process, ReadOnlyMemory<byte> input, CancellationToken cancellation)
    {
        try
        {
            await process.StandardInput.BaseStream.WriteAsync(input, cancellation);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended or closed its input without reading all of it; its exit code says whether that was right.
        }
    }

    private static void End(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception or AggregateException)
        {
            // It had ended by itself.
        }
    }
}
