using PipelineKit.Actions;
using PipelineKit.Ci;
using PipelineKit.Images;
using PipelineKit.Oci;
using PipelineKit.PullRequests;
using PipelineKit.Signing;

namespace PipelineKit.Promotion;

/// <summary>Reads the inputs that going on and going back have in common; problems are kept in the reader.</summary>
/// <param name="context">What the command may reach.</param>
internal sealed class PromotionOptionsReader(CommandContext context)
{
    private const int Concurrency = 16;

    private InputReader Inputs => context.Inputs;

    /// <summary>The options.</summary>
    /// <param name="environment">The environment, by name.</param>
    /// <param name="fill">Adds what one of the commands has alone.</param>
    internal PromotionOptions Read(string environment, Func<PromotionRequest, PromotionRequest> fill)
    {
        var expected = DigestOf(PromotionInputs.Expected);
        var reason = Inputs.Get(PromotionInputs.Reason);
        var author = AuthorOf();
        var signing = SigningOf();
        var lease = Inputs.Get(PromotionInputs.Lease);
        var (bypass, adopt) = (Inputs.Get(PromotionInputs.Bypass), Inputs.Get(PromotionInputs.AdoptTag));
        NeedReason(PromotionInputs.Bypass, bypass, reason);
        NeedReason(PromotionInputs.AdoptTag, adopt, reason);
        var timeout = Inputs.Get(PromotionInputs.Timeout);
        var host = PullRequestInputs.Read(context);
        return new PromotionOptions
        {
            Environment = environment,
            Request = (settings, to) => fill(new PromotionRequest
            {
                Settings = settings,
                To = to,
                Action = Audit.LedgerAction.Promote,
                Expected = expected,
                Reason = reason,
                Bypass = bypass,
                AdoptTag = adopt,
                Lease = lease,
                Author = author,
                Signing = signing,
            }),
            Host = host,
            Registry = RegistryInputs.Read(context, PullRequestInputs.GitHubTokenOf(host, context.Ci), Concurrency, timeout),
            Json = Inputs.Get(PromotionInputs.Json),
            Timeout = timeout,
        };
    }

    /// <summary>A digest, or null when none is given.</summary>
    internal Digest? DigestOf(Input<string> input)
    {
        var text = Inputs.Get(input);
        if (text.Length == 0)
        {
            return null;
        }

        if (!Digest.TryParse(text, out var digest))
        {
            Inputs.Problem(input, $"`{text}` is not a digest.", "Write `sha256:` and 64 lower-case hex digits, as the build step put it out.");
        }

        return digest;
    }

    /// <summary>Whoever overrides something says why.</summary>
    internal void NeedReason(Input input, bool isSet, string reason)
    {
        if (isSet && reason.Length == 0)
        {
            Inputs.Problem(input, $"`{input.Name}` needs a `reason`.", "Say why, for whoever reads the record.");
        }
    }

    private CommitAuthor AuthorOf()
    {
        var text = Inputs.Get(PromotionInputs.Author);
        var open = text.IndexOf('<', StringComparison.Ordinal);
        var name = open < 0 ? "" : text[..open].Trim();
        var email = open >= 0 && text.EndsWith('>') ? text[(open + 1)..^1].Trim() : "";
        if (name.Length == 0 || email.Length == 0 || text.AsSpan().ContainsAny('\n', '\r', '\0') || email.AsSpan().ContainsAny('<', '>'))
        {
            Inputs.Problem(PromotionInputs.Author, $"`{text}` is not an author.", "Write it as in `Deploy Bot <deploy@example.com>`.");
        }

        return new CommitAuthor(name, email);
    }

    private SigningSettings? SigningOf()
    {
        var choice = Inputs.Get(PromotionInputs.SignRecord);
        var settings = new SigningInputReader(context).Read();
        return choice switch
        {
            RecordSigning.Never => null,
            RecordSigning.Always => settings,
            _ => !settings.IsKeyless || settings.IdentityToken.Length > 0 || HasIdentity(settings) ? settings : null,
        };
    }

    // A host whose tokens are for one audience only has none for the public instance.
    private bool HasIdentity(SigningSettings settings) =>
        context.Ci.IdentityTokens is { } source && (source.FixedAudience is null || settings.Services is not { Fulcio: null, ConfigFile.Length: 0 });
}
