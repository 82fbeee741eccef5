using System.Buffers;
using System.Globalization;
using PipelineKit.Actions;
using PipelineKit.Ci;
using PipelineKit.Manifests;

namespace PipelineKit.Render;

/// <summary>Reads the inputs of render; every problem at once.</summary>
/// <param name="context">What the command may reach.</param>
internal sealed class RenderOptionsParser(CommandContext context)
{
    private const int LongestEnvironment = 63;

    private static readonly SearchValues<char> EnvironmentCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-");

    private static readonly SearchValues<char> PrefixCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789.-");

    private InputReader Inputs => context.Inputs;

    /// <summary>The options; throws all problems.</summary>
    internal RenderOptions Parse()
    {
        var environments = EnvironmentsOf();
        var options = new RenderOptions
        {
            Templates = Inputs.Get(RenderAction.Templates),
            Values = Inputs.Get(RenderAction.Values),
            Set = Inputs.Get(RenderAction.Set),
            Environments = environments,
            LockFile = new EnvironmentPath(Inputs.Get(RenderAction.LockFile)),
            Output = OutputOf(environments),
            Check = Inputs.Get(RenderAction.Check),
            Branch = Given(RenderAction.Branch) is { } branch ? new EnvironmentPath(branch) : null,
            Base = Given(RenderAction.Base),
            Repository = Path.GetFullPath(Inputs.Get(RenderAction.Repository), context.WorkingDirectory),
            Message = Given(RenderAction.Message),
            Author = AuthorOf(),
            IncludeRoot = Given(RenderAction.IncludeRoot),
            Profile = Inputs.Get(RenderAction.Profile),
            ImageRules = ImageRule.ReadAll(Inputs, RenderAction.ImageRules),
            ExcludeImages = Inputs.Get(RenderAction.ExcludeImages),
            Metadata = MetadataOf(),
            AnnotationPrefix = PrefixOf(),
            Now = NowOf(),
            DryRun = Inputs.Get(RenderAction.DryRun),
            Diff = Inputs.Get(RenderAction.Diff),
            Json = Inputs.Get(RenderAction.Json),
            DiffFile = Inputs.Get(RenderAction.DiffFile),
            SarifFile = Inputs.Get(RenderAction.SarifFile),
            Timeout = Inputs.Get(RenderAction.Timeout),
            CommandLine = RenderCommandLine.Of(Inputs),
        };
        RefuseContradictions(options);
        RefusePlaceholders(options);
        Inputs.ThrowIfAny();
        return options;
    }

    private void RefuseContradictions(RenderOptions options)
    {
        if (options is { Diff: true, Json: true })
        {
            Inputs.Problem(RenderAction.Diff, "`diff` and `json` both want standard output.", "Give one of them, or `diff-file` with `json`.");
        }

        if (options.Branch is null)
        {
            foreach (var input in (Input[])[RenderAction.Base, RenderAction.Repository, RenderAction.Message, RenderAction.Author])
            {
                if (Inputs.IsGiven(input))
                {
                    Inputs.Problem(input, $"`{input.Name}` is about a commit, but there is no `branch`.", "Name the branch with `branch`, or leave it out.");
                }
            }
        }
    }

    private void RefusePlaceholders(RenderOptions options)
    {
        if (options.Environments is not [""])
        {
            return;
        }

        RefusePlaceholder(RenderAction.LockFile, options.LockFile.Text);
        RefusePlaceholder(RenderAction.Output, options.Output.Text);
        RefusePlaceholder(RenderAction.Branch, options.Branch?.Text);
        foreach (var value in options.Values)
        {
            RefusePlaceholder(RenderAction.Values, value);
        }
    }

    private void RefusePlaceholder(Input input, string? text)
    {
        if (text is not null && new EnvironmentPath(text).Varies)
        {
            Inputs.Problem(input, $"`{text}` has `{{environment}}` in it, but no `environment` was given.", "Give `environment`, or write the path without it.");
        }
    }

    private string? Given(Input<string> input) => Inputs.Get(input) is { Length: > 0 } text ? text : null;

    private string[] EnvironmentsOf()
    {
        var names = Inputs.Get(RenderAction.Environments).Distinct(StringComparer.Ordinal).ToArray();
        foreach (var name in names)
        {
            if (name.Length > LongestEnvironment || !char.IsAsciiLetterOrDigit(name[0]) || !char.IsAsciiLetterOrDigit(name[^1]) || name.Contains("..", StringComparison.Ordinal)
                || name.AsSpan().ContainsAnyExcept(EnvironmentCharacters))
            {
                Inputs.Problem(
                    RenderAction.Environments, $"`{name}` is not a name of an environment: allowed are up to {LongestEnvironment} letters, digits, `-`, `_` and `.`, beginning and ending with a letter or digit.");
            }
        }

        // Their folders would be one on disks that do not tell capitals apart.
        foreach (var same in names.Length < 2 ? [] : names.GroupBy(n => n, StringComparer.OrdinalIgnoreCase).Where(g => g.Skip(1).Any()))
        {
            Inputs.Problem(RenderAction.Environments, $"`{string.Join("` and `", same)}` differ only by capitals.", "Give them names that differ in more.");
        }

        return names.Length == 0 ? [""] : names;
    }

    private EnvironmentPath OutputOf(string[] environments)
    {
        var text = Inputs.Get(RenderAction.Output).Replace('\\', '/').TrimEnd('/');
        var output = new EnvironmentPath(text.Length == 0 ? "." : text);
        return environments.Length > 1 && !output.Varies ? new EnvironmentPath($"{output.Text}/{{environment}}") : output;
    }

    private (string Name, string Email) AuthorOf()
    {
        var text = Inputs.Get(RenderAction.Author);
        var open = text.IndexOf('<', StringComparison.Ordinal);
        var name = open < 0 ? "" : text[..open].Trim();
        var email = open >= 0 && text.EndsWith('>') ? text[(open + 1)..^1].Trim() : "";
        if (name.Length == 0 || email.Length == 0 || text.AsSpan().ContainsAny('\n', '\r', '\0') || email.AsSpan().ContainsAny('<', '>'))
        {
            Inputs.Problem(RenderAction.Author, $"`{text}` is not an author.", "Write it as in `Deploy Bot <deploy@example.com>`.");
        }

        return (name, email);
    }

    private MetadataFields MetadataOf()
    {
        var words = Inputs.Get(RenderAction.Metadata);
        var fields = MetadataFields.None;
        foreach (var word in words)
        {
            var field = word switch
            {
                "source" => MetadataFields.Source,
                "run" => MetadataFields.Run,
                "digest" => MetadataFields.Digest,
                "lock" => MetadataFields.Lock,
                "policy" => MetadataFields.Policy,
                _ => MetadataFields.None,
            };
            if (field == MetadataFields.None && (word != "none" || words.Count > 1))
            {
                Inputs.Problem(RenderAction.Metadata, $"`{word}` is not an annotation: allowed are source, run, digest, lock and policy, or none alone.");
            }

            fields |= field;
        }

        return fields;
    }

    // A DNS subdomain, as Kubernetes wants the prefix of an annotation's name (RFC 1123).
    private string PrefixOf()
    {
        var prefix = Inputs.Get(RenderAction.AnnotationPrefix).TrimEnd('/');
        var isName = prefix.Length is > 0 and <= 253 && !prefix.AsSpan().ContainsAnyExcept(PrefixCharacters)
            && Array.TrueForAll(prefix.Split('.'), label => label.Length is > 0 and <= 63 && label[0] != '-' && label[^1] != '-');
        if (!isName)
        {
            Inputs.Problem(RenderAction.AnnotationPrefix, $"`{prefix}` cannot begin the name of an annotation.", "Give a DNS name in lower case, such as `deploy.example.com`.");
        }

        return prefix;
    }

    private DateTimeOffset? NowOf()
    {
        if (Given(RenderAction.Now) is { } given)
        {
            if (DateTimeOffset.TryParseExact(
                given, ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var now))
            {
                return now;
            }

            Inputs.Problem(RenderAction.Now, $"`{given}` is not a time.", "Write it as in RFC 3339: `2026-01-31T12:00:00Z`.");
            return null;
        }

        if (!context.Environment.Variables.TryGetValue("SOURCE_DATE_EPOCH", out var epoch))
        {
            return null;
        }

        if (long.TryParse(epoch, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds <= 253_402_300_799)
        {
            return DateTimeOffset.FromUnixTimeSeconds(seconds);
        }

        Inputs.Problem(RenderAction.Now, $"SOURCE_DATE_EPOCH is `{epoch}`, which is not a number of seconds.", "Correct the variable, or give `now`.");
        return null;
    }
}
