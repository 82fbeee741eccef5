namespace PipelineKit.Ci;

/// <summary>Finds out where the program runs.</summary>
public static class CiHosts
{
    /// <summary>
    /// GitHub Actions, Azure Pipelines, or neither. On CI the log goes to standard output; on a command line it goes to standard error, and
    /// standard output carries the summary or the data that was asked for.
    /// </summary>
    public static ICiHost Detect(
        IReadOnlyDictionary<string, string> environment, TextWriter output, TextWriter error, ProcessFacts facts, TimeProvider time)
    {
        var secrets = new SecretScrubber();
        var data = new LogWriter(output, secrets);
        var log = facts.OutputIsForData ? new LogWriter(error, secrets) : data;
        if (Says(environment, "GITHUB_ACTIONS"))
        {
            return new GitHubHost(environment, log, data, secrets, facts, time);
        }

        return Says(environment, "TF_BUILD")
            ? new AzureHost(environment, log, data, secrets, facts, time)
            : new ConsoleHost(environment, error, output, secrets, facts, time);
    }

    private static bool Says(IReadOnlyDictionary<string, string> environment, string name) =>
        string.Equals(environment.GetValueOrDefault(name), "true", StringComparison.OrdinalIgnoreCase);
}
