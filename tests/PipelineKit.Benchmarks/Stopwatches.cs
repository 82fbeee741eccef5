using System.Diagnostics;
using System.Globalization;

namespace PipelineKit.Benchmarks;

/// <summary>One run of a program.</summary>
internal sealed record Sample(TimeSpan Wall, long MaxResidentKilobytes, int ExitCode, string Output)
{
    /// <summary>Time of processors, its own and the kernel's for it.</summary>
    public TimeSpan Cpu { get; init; }
}

/// <summary>Runs programs and measures them from outside: wall and processor time, and the peak of resident memory as the kernel counts it.</summary>
internal static class Stopwatches
{
    private const string Time = "/usr/bin/time";

    /// <summary>Runs the program in this folder; throws when its exit code is not among the expected ones.</summary>
    public static async Task<Sample> RunAsync(string folder, int[] expected, string program, params string[] arguments)
    {
        var report = Path.GetTempFileName();
        try
        {
            var start = new ProcessStartInfo(Time, ["-q", "-f", "%M %U %S", "-o", report, program, .. arguments])
            {
                WorkingDirectory = folder,
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            var began = Stopwatch.GetTimestamp();
            using var process = Process.Start(start)!;
            var output = process.StandardOutput.ReadToEndAsync();
            var errors = process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync();
            var wall = Stopwatch.GetElapsedTime(began);
            var text = await output + await errors;
            var measured = (await File.ReadAllTextAsync(report)).Trim().Split(' ').Select(w => double.Parse(w, CultureInfo.InvariantCulture)).ToArray();
            return expected.Contains(process.ExitCode)
                ? new(wall, (long)measured[0], process.ExitCode, text) { Cpu = TimeSpan.FromSeconds(measured[1] + measured[2]) }
                : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}:\n{text}");
        }
        finally
        {
            File.Delete(report);
        }
    }
}
