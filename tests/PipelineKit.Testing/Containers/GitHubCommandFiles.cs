namespace PipelineKit.Testing;

/// <summary>The files a step answers through: made empty before it starts, read as the runner reads them after it ended.</summary>
internal sealed class GitHubCommandFiles
{
    private static readonly string[] Kinds = ["add_path", "save_state", "set_env", "set_output", "step_summary"];
    private readonly string _folder;
    private readonly string _suffix = Guid.NewGuid().ToString();

    /// <summary>Makes them in this folder.</summary>
    public GitHubCommandFiles(string folder)
    {
        _folder = folder;
        foreach (var kind in Kinds)
        {
            File.WriteAllText(OnHost(kind), "");
        }
    }

    /// <summary>The path the container sees.</summary>
    public string Inside(string kind) => $"/github/file_commands/{kind}_{_suffix}";

    /// <summary>The step's answers.</summary>
    public GitHubStepResult Read(ChildResult run) => new()
    {
        Run = run,
        Outputs = GitHubKeyValueFile.Parse(File.ReadAllText(OnHost("set_output"))),
        State = GitHubKeyValueFile.Parse(File.ReadAllText(OnHost("save_state"))),
        Variables = GitHubKeyValueFile.Parse(File.ReadAllText(OnHost("set_env"))),
        Path = File.ReadAllText(OnHost("add_path")),
        Summary = File.ReadAllText(OnHost("step_summary")),
    };

    private string OnHost(string kind) => Path.Combine(_folder, $"{kind}_{_suffix}");
}
