using System.Security.Cryptography;
using System.Text;

namespace PipelineKit.Ci;

/// <summary>The files by which a step talks to GitHub's runner. Only outputs and the summary: nothing here sets variables or PATH.</summary>
internal sealed class GitHubFiles
{
    private readonly string? _output;
    private readonly string? _summary;
    private readonly string? _artifacts;

    internal GitHubFiles(IReadOnlyDictionary<string, string> variables)
    {
        _output = HostEnvironmentReader.Given(variables, "GITHUB_OUTPUT");
        _summary = HostEnvironmentReader.Given(variables, "GITHUB_STEP_SUMMARY");
        _artifacts = HostEnvironmentReader.Given(variables, "GITHUB_ARTIFACTS");
    }

    /// <summary>Bytes already in the summary of this step.</summary>
    internal long SummaryLength => _summary is not null && File.Exists(_summary) ? new FileInfo(_summary).Length : 0;

    /// <summary>Appends an output; false when this runner has no file for outputs.</summary>
    internal bool TryWriteOutput(string name, string value) => TryAppend(_output, Heredoc(name, value));

    /// <summary>Appends an image to the artifacts of the job, one a line; false when this runner keeps none.</summary>
    internal bool TryWriteArtifact(string image) => TryAppend(_artifacts, $"oci://{image}\n");

    /// <summary>Appends Markdown to the summary; false when this runner has no file for it.</summary>
    internal bool TryWriteSummary(string markdown) => TryAppend(_summary, markdown);

    /// <summary>
    /// <c>NAME&lt;&lt;DELIMITER</c>, the value, the delimiter on a line of its own. The runner ends the value at the first line that equals
    /// the delimiter, so it is random, and drawn again should the value contain it.
    /// </summary>
    private static string Heredoc(string name, string value)
    {
        string delimiter;
        do
        {
            delimiter = "ghadelimiter_" + RandomNumberGenerator.GetHexString(32, lowercase: true);
        }
        while (value.Contains(delimiter, StringComparison.Ordinal));

        return $"{name}<<{delimiter}\n{value}\n{delimiter}\n";
    }

    private static bool TryAppend(string? path, string text)
    {
        if (path is null)
        {
            return false;
        }

        HostFiles.Append(path, Encoding.UTF8.GetBytes(text));
        return true;
    }
}
