using System.Diagnostics;

namespace PipelineKit.Testing;

/// <summary>A program to run: its arguments, its whole environment (nothing is inherited but PATH), no standard input, and a time limit.</summary>
public sealed record Child(string Program, params string[] Arguments)
{
    /// <summary>The complete environment. PATH is added when it is not in it.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The folder it starts in; default: this process's.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>After this time it is killed and the run fails.</summary>
    public TimeSpan Limit { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>The environment of this process, for tools that need the usual one.</summary>
    public static Dictionary<string, string> InheritedEnvironment()
    {
        var variables = System.Environment.GetEnvironmentVariables();
        return variables.Keys.Cast<string>().ToDictionary(name => name, name => (string)variables[name]!, StringComparer.Ordinal);
    }

    /// <summary>Runs it to its end.</summary>
    public async Task<ChildResult> RunAsync()
    {
        using var running = Start();
        return await running.FinishAsync();
    }

    /// <summary>Starts it and leaves it running.</summary>
    public RunningChild Start()
    {
        var start = new ProcessStartInfo(Program, Arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = WorkingDirectory ?? "",
        };
        var path = start.Environment["PATH"];
        start.Environment.Clear();
        start.Environment["PATH"] = path;
        foreach (var (name, value) in Environment)
        {
            start.Environment[name] = value;
        }

        return new RunningChild(start, Limit);
    }
}
