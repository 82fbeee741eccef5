using PipelineKit.Actions;
using PipelineKit.Ci;
using PipelineKit.Oci;

namespace PipelineKit.Images;

/// <summary>The inputs by which commands reach registries, and how they are read.</summary>
public static class RegistryInputs
{
    /// <summary>Credentials by host.</summary>
    public static readonly Input<string> Credentials = Inputs.Secret(
        "registry-credentials", "Credentials, one a line: `HOST=USER:SECRET`. They come before docker's configuration and credential helpers.");

    /// <summary>Other places to ask.</summary>
    public static readonly Input<IReadOnlyList<string>> Mirrors = Inputs.Lines(
        "registry-mirrors",
        "Where images are kept instead, one a line: `HOST=HOST[:PORT][/PREFIX]` or `HOST=oci:PATH`; `*=...` for every registry. The name of the image stays what it is.");

    /// <summary>Hosts without TLS.</summary>
    public static readonly Input<IReadOnlyList<string>> PlainHttp = Inputs.Words("plain-http", "Registries that may be asked over plain HTTP; loopback always may.");

    /// <summary>How registries are reached; problems are kept, secrets masked.</summary>
    /// <param name="context">What the command may reach.</param>
    /// <param name="token">The token somebody gave for github.com, and so for ghcr.io; empty for the job's own.</param>
    /// <param name="concurrency">How many requests of one registry run at once.</param>
    /// <param name="timeout">The limit for the whole run.</param>
    public static RegistrySettings Read(CommandContext context, string token, int concurrency, TimeSpan timeout) => new()
    {
        Credentials = ReadCredentials(context, Credentials),
        Mirrors = ReadMirrors(context, Mirrors),
        PlainHttp = context.Inputs.Get(PlainHttp) ?? [],
        Concurrency = concurrency,
        Timeout = timeout,
        GitHubToken = TokenOf(context.Ci, token),
    };

    // The job's own token belongs to the server that gave it, also when it comes as the default of an input.
    private static string? TokenOf(CiContext run, string given) =>
        given.Length > 0 && given != run.JobToken ? given : run.JobTokenServer == "https://github.com" ? run.JobToken : null;

    /// <summary>Reads lines <c>HOST=USER:SECRET</c>; secrets are masked, problems kept.</summary>
    public static RegistryCredentialList ReadCredentials(CommandContext context, Input<string> input)
    {
        var list = RegistryCredentialList.Parse(context.Inputs.Get(input).Split('\n'), out var problems);
        foreach (var secret in list.Secrets)
        {
            context.Mask(secret);
        }

        foreach (var problem in problems)
        {
            context.Inputs.Problem(input, $"{problem}.");
        }

        return list;
    }

    /// <summary>Reads mirrors; a layout is relative to the working directory. Problems are kept.</summary>
    public static RegistryMirrors ReadMirrors(CommandContext context, Input<IReadOnlyList<string>> input)
    {
        var lines = (context.Inputs.Get(input) ?? []).Select(l => Rooted(l, context.WorkingDirectory));
        if (!RegistryMirrors.TryParse(lines, out var mirrors, out var problems))
        {
            foreach (var problem in problems)
            {
                context.Inputs.Problem(input, $"{problem}.");
            }
        }

        return mirrors;
    }

    // A layout is named relative to the working directory, which need not be the current one.
    private static string Rooted(string line, string folder)
    {
        const string Layout = "=oci:";
        var at = line.IndexOf(Layout, StringComparison.Ordinal);
        return at < 0 ? line : line[..(at + Layout.Length)] + Path.GetFullPath(line[(at + Layout.Length)..].Trim(), folder);
    }
}
