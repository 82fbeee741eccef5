namespace PipelineKit.Testing;

/// <summary>The Docker daemon of this machine, reached through the docker client; tests skip where it does not answer.</summary>
public static class DockerDaemon
{
    private static readonly Lazy<Task<bool>> Answers = new(AnswersAsync);

    /// <summary>The docker client, once the daemon is known to answer.</summary>
    public static async Task<string> ClientAsync()
    {
        var client = Peer.Program("docker");
        Peer.Need(await Answers.Value, "no Docker daemon answers; run eng/dockerd as root");
        return client;
    }

    /// <summary>Runs the docker client with these arguments; anything but exit code 0 is an error.</summary>
    public static async Task<string> RunAsync(params string[] arguments)
    {
        var child = new Child(await ClientAsync(), arguments) { Environment = Child.InheritedEnvironment() };
        return (await child.RunAsync()).Expect(0).Output.Trim();
    }

    private static async Task<bool> AnswersAsync()
    {
        var version = new Child(Peer.Program("docker"), "version") { Environment = Child.InheritedEnvironment(), Limit = TimeSpan.FromSeconds(20) };
        return (await version.RunAsync()).ExitCode == 0;
    }
}
