using PipelineKit.Ci;

namespace PipelineKit.Testing;

/// <summary>The hosts there are.</summary>
public enum HostKind
{
    /// <summary>A command line without terminal.</summary>
    Console,

    /// <summary>GitHub Actions.</summary>
    GitHub,

    /// <summary>Azure Pipelines.</summary>
    Azure,
}

/// <summary>A real host in a folder of its own, as its CI system would start it, with everything it wrote at hand.</summary>
public sealed class HostRun : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();

    /// <summary>Starts a host; further variables come on top of those its system sets.</summary>
    public HostRun(HostKind kind, IReadOnlyDictionary<string, string>? variables = null, ProcessFacts? facts = null)
    {
        Workspace = Directory.CreateDirectory(Path.Combine(_folder.Path, "workspace")).FullName;
        Temporary = Directory.CreateDirectory(Path.Combine(_folder.Path, "temp")).FullName;
        var all = new Dictionary<string, string>(Variables(kind), StringComparer.Ordinal);
        foreach (var (name, value) in variables ?? new Dictionary<string, string>(StringComparer.Ordinal))
        {
            all[name] = value;
        }

        Host = CiHosts.Detect(all, _output, _error, facts ?? new ProcessFacts { CurrentFolder = Workspace }, new StillTime());
    }

    /// <summary>The host.</summary>
    public ICiHost Host { get; }

    /// <summary>The checkout.</summary>
    public string Workspace { get; }

    /// <summary>The runner's temporary folder.</summary>
    public string Temporary { get; }

    /// <summary>Standard output so far.</summary>
    public string Output => _output.ToString();

    /// <summary>Standard error so far.</summary>
    public string Error => _error.ToString();

    /// <summary>The bytes of GITHUB_OUTPUT.</summary>
    public byte[] OutputFile => File.ReadAllBytes(Path.Combine(_folder.Path, "output"));

    /// <summary>The Markdown of GITHUB_STEP_SUMMARY, or of the one file Azure was told to upload.</summary>
    public string Summary =>
        Host.Name == "github"
            ? File.ReadAllText(Path.Combine(_folder.Path, "summary"))
            : File.ReadAllText(Directory.GetFiles(Path.Combine(Temporary, "pipelinekit"), "summary-*.md").Single());

    /// <summary>The text with what differs from run to run replaced: folders and random names.</summary>
    public string Normalize(string text) =>
        System.Text.RegularExpressions.Regex.Replace(
            text.Replace(_folder.Path, "/run", StringComparison.Ordinal),
            "(ghadelimiter_|summary-)[0-9a-f]+",
            "$1RANDOM",
            System.Text.RegularExpressions.RegexOptions.NonBacktracking);

    /// <inheritdoc />
    public void Dispose()
    {
        _output.Dispose();
        _error.Dispose();
        _folder.Dispose();
    }

    private Dictionary<string, string> Variables(HostKind kind) =>
        kind switch
        {
            HostKind.GitHub => new()
            {
                ["GITHUB_ACTIONS"] = "true",
                ["GITHUB_OUTPUT"] = _folder.Write("output", ""),
                ["GITHUB_STEP_SUMMARY"] = _folder.Write("summary", ""),
                ["GITHUB_WORKSPACE"] = Workspace,
                ["RUNNER_TEMP"] = Temporary,
                ["GITHUB_REPOSITORY"] = "acme/shop",
                ["GITHUB_SHA"] = "0123456789abcdef0123456789abcdef01234567",
                ["GITHUB_REF_NAME"] = "main",
                ["GITHUB_SERVER_URL"] = "https://github.com",
                ["GITHUB_RUN_ID"] = "42",
                ["GITHUB_RUN_ATTEMPT"] = "2",
                ["GITHUB_ACTOR"] = "octocat",
            },
            HostKind.Azure => new()
            {
                ["TF_BUILD"] = "True",
                ["AGENT_TEMPDIRECTORY"] = Temporary,
                ["BUILD_SOURCESDIRECTORY"] = Workspace,
                ["BUILD_REPOSITORY_NAME"] = "shop",
                ["BUILD_SOURCEVERSION"] = "0123456789abcdef0123456789abcdef01234567",
                ["BUILD_SOURCEBRANCH"] = "refs/heads/feature/x",
                ["BUILD_BUILDID"] = "42",
                ["BUILD_REQUESTEDFOR"] = "Ada Lovelace",
                ["SYSTEM_COLLECTIONURI"] = "https://dev.azure.com/acme/",
                ["SYSTEM_TEAMPROJECT"] = "Web Shop",
            },
            _ => [],
        };
}
