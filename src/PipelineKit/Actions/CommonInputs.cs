namespace PipelineKit.Actions;

/// <summary>The inputs every command has.</summary>
public static class CommonInputs
{
    /// <summary>The configuration file.</summary>
    public static readonly Input<string> Config = Inputs.Path(
        "config", "The configuration file, relative to `working-directory`. The default name may be absent; a name you give must exist.", "pipelinekit.yaml");

    /// <summary>Where to work.</summary>
    public static readonly Input<string> WorkingDirectory = Inputs.Path(
        "working-directory", "The folder to work in. Paths are relative to it, and nothing outside it is written but `result.json`, where `report-path` says so.", ".");

    /// <summary>Where result.json goes.</summary>
    public static readonly Input<string> ReportPath = Inputs.Path(
        "report-path", "Where to write `result.json`. Empty: on a CI host the runner's temporary folder, on the command line nowhere.");

    /// <summary>Only the verdict.</summary>
    public static readonly Input<bool> Quiet = Inputs.Flag("quiet", "Print only the verdict and what needs action; no progress.");

    /// <summary>More detail.</summary>
    public static readonly Input<bool> Verbose = Inputs.Flag(
        "verbose", "Print detail: every request and decision. On by itself when the host's debug logging is on.");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Input> All { get; } = [Config, WorkingDirectory, ReportPath, Quiet, Verbose];
}

/// <summary>The outputs every command has.</summary>
public static class CommonOutputs
{
    /// <summary>pass or fail, or what the command says.</summary>
    public static readonly Output Verdict = new("verdict", "`pass`, `fail` or `error`.");

    /// <summary>The path of result.json.</summary>
    public static readonly Output ReportPath = new("report-path", "The path of `result.json`; empty when it was not written.");

    /// <summary>Why it failed.</summary>
    public static readonly Output FailureCode = new("failure-code", "The `PKnnnn` code of the first failure; empty when there is none.");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Output> All { get; } = [Verdict, ReportPath, FailureCode];
}
