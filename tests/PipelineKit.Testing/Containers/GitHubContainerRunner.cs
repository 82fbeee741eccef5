using System.Globalization;
using System.Security.Cryptography;

namespace PipelineKit.Testing;

/// <summary>
/// Starts a container action exactly as the Actions runner does: its mounts, its variables by name, its labels, its working folder,
/// and the files the action answers through.
/// </summary>
public sealed class GitHubContainerRunner : IDisposable
{
    private readonly TempFolder _root = new();
    private readonly string _temp;
    private readonly string _commands;

    /// <summary>A runner with an empty workspace.</summary>
    public GitHubContainerRunner()
    {
        _temp = Directory.CreateDirectory(Path.Combine(_root.Path, "_temp")).FullName;
        _commands = Directory.CreateDirectory(Path.Combine(_temp, "_runner_file_commands")).FullName;
        Directory.CreateDirectory(Path.Combine(_temp, "_github_home"));
        Directory.CreateDirectory(Path.Combine(_temp, "_github_workflow"));
        File.WriteAllText(Path.Combine(_temp, "_github_workflow", "event.json"), "{}\n");
        Workspace = Directory.CreateDirectory(Path.Combine(_root.Path, "sample", "sample")).FullName;
    }

    /// <summary>The checked-out repository, absolute.</summary>
    public string Workspace { get; }

    /// <summary>The folder actions see as RUNNER_TEMP, absolute on this machine.</summary>
    public string Temp => _temp;

    /// <summary>Runs the step and reads its answers.</summary>
    public async Task<GitHubStepResult> RunAsync(GitHubRunnerStep step)
    {
        var files = new GitHubCommandFiles(_commands);
        using var running = await StartAsync(step, files);
        return files.Read(await running.FinishAsync());
    }

    /// <summary>Starts the step and, once it is busy, sends it a signal as a cancelled job does; reads its answers.</summary>
    public async Task<GitHubStepResult> CancelAsync(GitHubRunnerStep step, string signal, Task busy)
    {
        var files = new GitHubCommandFiles(_commands);
        using var running = await StartAsync(step, files);
        var end = running.FinishAsync();
        if (await Task.WhenAny(busy, end) == busy)
        {
            await running.SignalAsync(signal);
        }

        return files.Read(await end);
    }

    /// <inheritdoc />
    public void Dispose() => _root.Dispose();

    private async Task<RunningChild> StartAsync(GitHubRunnerStep step, GitHubCommandFiles files)
    {
        var variables = GitHubVariables.For(step, files);
        var environment = Child.InheritedEnvironment();
        foreach (var (name, value) in variables)
        {
            environment[name] = value;
        }

        return new Child(await DockerDaemon.ClientAsync(), [.. CommandLine(step, variables.Keys)])
        {
            Environment = environment,
            WorkingDirectory = Workspace,
            Limit = step.Limit,
        }.Start();
    }

    private IEnumerable<string> CommandLine(GitHubRunnerStep step, IEnumerable<string> variables)
    {
        string[] head = ["run", "--name", $"{Suffix()}_pipelinekit", "--label", Suffix()[..6], "--workdir", "/github/workspace", "--rm"];
        var named = variables.Order(StringComparer.Ordinal).SelectMany(name => (string[])["-e", name]);
        string[] fixedOnes = ["-e", "GITHUB_ACTIONS=true", "-e", "CI=true", "--network", step.Network];
        var mounts = Mounts(step).SelectMany(mount => (string[])["-v", $"{mount.Host}:{mount.Container}"]);
        return [.. head, .. named, .. fixedOnes, .. mounts, .. step.Options, step.Image, .. step.Arguments];
    }

    private IEnumerable<(string Host, string Container)> Mounts(GitHubRunnerStep step)
    {
        const string Socket = "/var/run/docker.sock";
        if (step.HasDockerSocket && File.Exists(Socket))
        {
            yield return (Socket, Socket);
        }

        yield return (_temp, "/github/runner_temp");
        yield return (Path.Combine(_temp, "_github_home"), "/github/home");
        yield return (Path.Combine(_temp, "_github_workflow"), "/github/workflow");
        yield return (_commands, "/github/file_commands");
        yield return (Workspace, "/github/workspace");
    }

    private static string Suffix() => RandomNumberGenerator.GetInt32(int.MaxValue).ToString("x8", CultureInfo.InvariantCulture);
}
