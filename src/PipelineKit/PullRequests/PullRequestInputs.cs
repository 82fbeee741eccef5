using PipelineKit.Actions;
using PipelineKit.Ci;
using PipelineKit.Oci;

namespace PipelineKit.PullRequests;

/// <summary>The inputs by which commands choose where changes are put up, and how they are read.</summary>
public static class PullRequestInputs
{
    private const string Variable = "env:";
    private const string PublicGitHub = "https://api.github.com";

    /// <summary>Which host.</summary>
    public static readonly Input<HostChoice> Host = Inputs.Choice(
        "host",
        "Where changes are put up for review: `github`, `azure-repos`, or branches of a local Git repository (`git`). `auto` is the host of the run, and `git` on a command line.",
        [("auto", HostChoice.Auto), ("git", HostChoice.Git), ("github", HostChoice.GitHub), ("azure-repos", HostChoice.AzureRepos)],
        "auto");

    /// <summary>Which repository there.</summary>
    public static readonly Input<string> Repository = Inputs.Text(
        "repository", "The repository that gets the changes: `owner/name` (GitHub), its name or `project/name` (Azure Repos), a folder (`git`). Default: that of the run.");

    /// <summary>Where the host is asked.</summary>
    public static readonly Input<string> ApiUrl = Inputs.Text(
        "api-url", "The base address of the host's REST API, such as `https://github.example.com/api/v3` or `https://dev.azure.com/ORG/PROJECT`. Default: that of the run, else of the public service.");

    /// <summary>As whom.</summary>
    public static readonly Input<string> Token = Inputs.Secret(
        "token", "Token for the repository and its pull requests; one of github.com is for ghcr.io too. Default: the job's own. On GitHub, pull requests made with the job's own token start no workflows.", gitHubDefault: "${{ github.token }}");

    /// <summary>A GitHub App.</summary>
    public static readonly Input<string> AppId = Inputs.Text("app-id", "Id or client id of a GitHub App to act as on GitHub, instead of with `token`; it must be installed for the repository.");

    /// <summary>Its key.</summary>
    public static readonly Input<string> AppPrivateKey = Inputs.Secret("app-private-key", "Private key of the GitHub App, PEM, or `env:NAME` for the variable that has it.");

    /// <summary>A remote of the local repository.</summary>
    public static readonly Input<string> Remote = Inputs.Text(
        "remote", "With `host: git`: the remote that branches are fetched from and pushed to, such as `origin`. Default: none, only the local branches are changed.");

    /// <summary>All of them, in the order of tables.</summary>
    public static IReadOnlyList<Input> All { get; } = [Host, Repository, ApiUrl, Token, AppId, AppPrivateKey, Remote];

    /// <summary>Reads them; problems are kept in the reader, secrets masked.</summary>
    /// <param name="context">What the command may reach.</param>
    public static HostSettings Read(CommandContext context)
    {
        var inputs = context.Inputs;
        var settings = new HostSettings
        {
            Choice = inputs.Get(Host),
            Repository = inputs.Get(Repository),
            ApiUrl = AddressOf(inputs),
            Token = inputs.Get(Token),
            App = AppOf(context),
            Remote = inputs.Get(Remote),
        };
        if (settings is { Remote.Length: > 0, Choice: HostChoice.GitHub or HostChoice.AzureRepos })
        {
            inputs.Problem(Remote, "`remote` is for `host: git`; other hosts are reached by their API.", "Leave one of them out.");
        }

        if (settings is { App: not null, Choice: HostChoice.Git or HostChoice.AzureRepos })
        {
            inputs.Problem(AppId, "`app-id` is for GitHub.", "Leave it out, or give `host: github`.");
        }

        return settings;
    }

    /// <summary>The token as far as it is one of github.com, and so of ghcr.io: one that was given for another host is for that host alone. Empty for none.</summary>
    /// <param name="settings">As read.</param>
    /// <param name="run">The run.</param>
    public static string GitHubTokenOf(HostSettings settings, CiContext run) => PullRequestHosts.ChoiceOf(settings, run) switch
    {
        HostChoice.GitHub when (settings.ApiUrl.Length > 0 ? settings.ApiUrl : run.CodeHost?.ApiUrl) is null or PublicGitHub => settings.Token,
        HostChoice.Git when settings.Remote.Length == 0 => settings.Token,
        _ => "",
    };

    private static string AddressOf(InputReader inputs)
    {
        var text = inputs.Get(ApiUrl).TrimEnd('/');
        if (text.Length == 0)
        {
            return "";
        }

        if (!RemoteUrl.TryParse(text, out var url, out var problem) || url.Query.Length > 0)
        {
            inputs.Problem(ApiUrl, $"`api-url` is not an address: {problem ?? "it has a query"}.", "Write it as in `https://github.example.com/api/v3`.");
        }
        else if (url.Scheme == Uri.UriSchemeHttp && NetworkAddresses.KindOfHost(url.Host) != AddressKind.Loopback)
        {
            inputs.Problem(ApiUrl, $"`{text}` is plain HTTP, where anybody on the way could read the token.", "Use https.");
        }

        return text;
    }

    private static GitHubAppSettings? AppOf(CommandContext context)
    {
        var inputs = context.Inputs;
        var (id, key) = (inputs.Get(AppId), inputs.Get(AppPrivateKey));
        if (id.Length == 0 && key.Length == 0)
        {
            return null;
        }

        if (id.Length == 0 || key.Length == 0)
        {
            inputs.Problem(id.Length == 0 ? AppId : AppPrivateKey, "A GitHub App is given by `app-id` and `app-private-key`, and one of them is missing.", "Give both, or neither.");
            return null;
        }

        if (key.StartsWith(Variable, StringComparison.Ordinal))
        {
            var name = key[Variable.Length..];
            key = context.Environment.Variables.GetValueOrDefault(name) ?? "";
            if (key.Length == 0)
            {
                inputs.Problem(AppPrivateKey, $"There is no variable `{name}` with a key in it.", "Map the secret into `env:` of the step; variables of the CI system itself are not looked at.");
                return null;
            }

            context.Mask(key);
        }

        // Some stores of secrets keep one line only, and people write the ends of line out.
        key = key.Replace("\\n", "\n", StringComparison.Ordinal);
        if (!key.Contains("PRIVATE KEY-----", StringComparison.Ordinal))
        {
            inputs.Problem(AppPrivateKey, "`app-private-key` is not a private key in PEM form.", "Give all of the file that GitHub made, from `-----BEGIN` to `-----END`.");
            return null;
        }

        return new GitHubAppSettings(id, key);
    }
}
