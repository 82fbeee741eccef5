namespace PipelineKit.EndToEnd.Azure;

/// <summary>Starts an unpacked task as the Azure Pipelines agent does: Node.js, its variables, a job's folders.</summary>
internal sealed class AzureTaskAgent : IDisposable
{
    private readonly TempFolder _root = new();

    public AzureTaskAgent()
    {
        foreach (var folder in (string[])["s", "a", "b", "_temp", "_tasks"])
        {
            Directory.CreateDirectory(Path.Combine(_root.Path, folder));
        }
    }

    /// <summary>The checked-out repository, absolute.</summary>
    public string Sources => Path.Combine(_root.Path, "s");

    /// <summary>Where the agent unpacks tasks.</summary>
    public string Tasks => Path.Combine(_root.Path, "_tasks");

    /// <summary>AGENT_TEMPDIRECTORY.</summary>
    public string Temp => Path.Combine(_root.Path, "_temp");

    /// <summary>Runs the task in this folder with these inputs, by their names in task.json.</summary>
    public async Task<AzureTaskResult> RunAsync(string task, IReadOnlyDictionary<string, string> inputs)
    {
        using var running = Start(task, inputs);
        return Result(await running.FinishAsync());
    }

    /// <summary>Starts it and, once it is busy, sends it a signal as a cancelled job does.</summary>
    public async Task<AzureTaskResult> CancelAsync(string task, IReadOnlyDictionary<string, string> inputs, string signal, Task busy)
    {
        using var running = Start(task, inputs);
        var end = running.FinishAsync();
        if (await Task.WhenAny(busy, end) == busy)
        {
            await running.SignalAsync(signal);
        }

        return Result(await end);
    }

    public void Dispose() => _root.Dispose();

    private static AzureTaskResult Result(ChildResult run) => new(run, VsoCommand.ParseAll(run.Output));

    private RunningChild Start(string task, IReadOnlyDictionary<string, string> inputs)
    {
        var definition = TaskDefinition.Read(task);
        var environment = Variables();
        foreach (var (name, value) in definition.With(inputs))
        {
            environment[name] = value;
        }

        return new Child(Peer.Program("node"), Path.Combine(task, definition.Launcher)) { Environment = environment, WorkingDirectory = Sources }.Start();
    }

    private Dictionary<string, string> Variables() => new(StringComparer.Ordinal)
    {
        ["TF_BUILD"] = "True",
        ["HOME"] = Temp,
        ["AGENT_BUILDDIRECTORY"] = _root.Path,
        ["AGENT_HOMEDIRECTORY"] = _root.Path,
        ["AGENT_ID"] = "1",
        ["AGENT_JOBNAME"] = "build",
        ["AGENT_NAME"] = "sample",
        ["AGENT_OS"] = "Linux",
        ["AGENT_OSARCHITECTURE"] = "X64",
        ["AGENT_TEMPDIRECTORY"] = Temp,
        ["AGENT_VERSION"] = "4.260.0",
        ["AGENT_WORKFOLDER"] = _root.Path,
        ["BUILD_ARTIFACTSTAGINGDIRECTORY"] = Path.Combine(_root.Path, "a"),
        ["BUILD_BUILDID"] = "42",
        ["BUILD_BUILDNUMBER"] = "20260101.1",
        ["BUILD_DEFINITIONNAME"] = "ci",
        ["BUILD_REASON"] = "IndividualCI",
        ["BUILD_REPOSITORY_LOCALPATH"] = Sources,
        ["BUILD_REPOSITORY_NAME"] = "sample",
        ["BUILD_REPOSITORY_PROVIDER"] = "TfsGit",
        ["BUILD_REPOSITORY_URI"] = "https://dev.azure.com/sample/sample/_git/sample",
        ["BUILD_REQUESTEDFOR"] = "Octo Cat",
        ["BUILD_SOURCEBRANCH"] = "refs/heads/main",
        ["BUILD_SOURCEBRANCHNAME"] = "main",
        ["BUILD_SOURCESDIRECTORY"] = Sources,
        ["BUILD_SOURCEVERSION"] = "0123456789abcdef0123456789abcdef01234567",
        ["ENDPOINT_AUTH_PARAMETER_SYSTEMVSSCONNECTION_ACCESSTOKEN"] = "job-token-of-azure",
        ["ENDPOINT_AUTH_SCHEME_SYSTEMVSSCONNECTION"] = "OAuth",
        ["ENDPOINT_AUTH_SYSTEMVSSCONNECTION"] = """{"parameters":{"AccessToken":"job-token-of-azure"},"scheme":"OAuth"}""",
        ["ENDPOINT_URL_SYSTEMVSSCONNECTION"] = "https://dev.azure.com/sample/",
        ["SYSTEM_COLLECTIONURI"] = "https://dev.azure.com/sample/",
        ["SYSTEM_CULTURE"] = "en-US",
        ["SYSTEM_DEFAULTWORKINGDIRECTORY"] = Sources,
        ["SYSTEM_HOSTTYPE"] = "build",
        ["SYSTEM_JOBID"] = "11111111-1111-1111-1111-111111111111",
        ["SYSTEM_TASKDEFINITIONSURI"] = "https://dev.azure.com/sample/",
        ["SYSTEM_TEAMFOUNDATIONCOLLECTIONURI"] = "https://dev.azure.com/sample/",
        ["SYSTEM_TEAMPROJECT"] = "sample",
        ["VSTS_PUBLIC_VARIABLES"] = "[]",
        ["VSTS_SECRET_VARIABLES"] = "[]",
    };
}

/// <summary>What a task left for the agent.</summary>
/// <param name="Run">Exit code and log.</param>
/// <param name="Commands">The logging commands in the log.</param>
internal sealed record AzureTaskResult(ChildResult Run, IReadOnlyList<VsoCommand> Commands)
{
    /// <summary>The output variables set.</summary>
    public IReadOnlyDictionary<string, string> Outputs =>
        Commands.Where(c => c.Name == "task.setvariable").ToDictionary(c => c.Properties["variable"], c => c.Data, StringComparer.Ordinal);

    /// <summary>The issues logged.</summary>
    public IEnumerable<VsoCommand> Issues => Commands.Where(c => c.Name == "task.logissue");
}
