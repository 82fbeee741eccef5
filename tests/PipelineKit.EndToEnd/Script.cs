namespace PipelineKit.EndToEnd;

/// <summary>The scripts in eng/.</summary>
internal static class Script
{
    /// <summary>Runs one with these arguments and expects it to succeed; the last line of its output.</summary>
    public static async Task<string> RunAsync(string name, params string[] arguments)
    {
        Peer.Need(OperatingSystem.IsLinux(), $"eng/{name} is for Linux");
        var script = new Child(Peer.Program("bash"), [Path.Combine(Peer.RepositoryRoot, "eng", name), .. arguments])
        {
            Environment = Child.InheritedEnvironment(),
            Limit = TimeSpan.FromMinutes(5),
        };
        return (await script.RunAsync()).Expect(0).Output.TrimEnd().Split('\n')[^1];
    }
}
