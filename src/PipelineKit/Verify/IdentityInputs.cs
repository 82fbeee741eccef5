using PipelineKit.Actions;
using PipelineKit.Git;
using PipelineKit.Sigstore;

namespace PipelineKit.Verify;

/// <summary>Reads who may have signed keyless.</summary>
/// <param name="inputs">Where it is read.</param>
internal sealed class IdentityInputs(InputReader inputs)
{
    private const string GitHubIssuer = "https://token.actions.githubusercontent.com";
    private const string GitHub = "https://github.com";

    // Inputs that are extensions of the certificate as they are, by the last number of 1.3.6.1.4.1.57264.1.N.
    private static readonly (Input<string> Input, int Extension)[] Plain =
    [
        (VerifyAction.SourceRepositoryId, 15), (VerifyAction.SourceRef, 14), (VerifyAction.WorkflowSha, 19),
        (VerifyAction.RunnerEnvironment, 11), (VerifyAction.Environment, 23), (VerifyAction.TokenSubject, 24),
    ];

    private const int RepositoryExtension = 12;
    private const int WorkflowExtension = 18;

    /// <summary>The policy; null when none of its inputs is given. Problems are kept.</summary>
    internal IdentityPolicy? Read()
    {
        var repository = RepositoryOf();
        var extensions = new Dictionary<int, TextMatch>();
        foreach (var (input, extension) in Plain)
        {
            if (Match(input, TextMatch.Exactly) is { } match)
            {
                extensions[extension] = match;
            }
        }

        if (repository is not null)
        {
            extensions[RepositoryExtension] = TextMatch.Exactly(repository);
        }

        if (WorkflowOf(repository) is { } workflow)
        {
            extensions[WorkflowExtension] = workflow;
        }

        var byRepository = repository is not null || extensions.ContainsKey(15);
        var subject = Either(VerifyAction.CertificateIdentity, VerifyAction.CertificateIdentityRegexp);
        var issuer = Either(VerifyAction.CertificateOidcIssuer, VerifyAction.CertificateOidcIssuerRegexp);
        if (subject is null && issuer is null && extensions.Count == 0)
        {
            return null;
        }

        if (subject is null && !byRepository)
        {
            inputs.Problem(
                VerifyAction.CertificateIdentity, "It is not said who must have signed keyless; what is given says only under which circumstances.",
                "Give `source-repository` or `source-repository-id` (GitHub Actions), or `certificate-identity`.");
        }

        var server = repository is null ? GitHub : new Uri(repository).GetLeftPart(UriPartial.Authority);
        if (issuer is null && (!byRepository || server != GitHub))
        {
            inputs.Problem(
                VerifyAction.CertificateOidcIssuer, "It is not said who must have vouched for the identity: anybody can run an issuer that says anything.",
                $"Give `certificate-oidc-issuer`; for GitHub Actions it is {GitHubIssuer}.");
        }

        // The subject is the workflow the job is defined in, which may well be another repository's; that of the extensions is the one that was started.
        return new IdentityPolicy(
            subject ?? TextMatch.Below($"{server}/"),
            issuer ?? TextMatch.Exactly(GitHubIssuer),
            extensions);
    }

    private string? RepositoryOf()
    {
        var text = inputs.Get(VerifyAction.SourceRepository).TrimEnd('/');
        if (text.Length == 0)
        {
            return null;
        }

        var isAddress = text.StartsWith("https://", StringComparison.Ordinal) && Uri.TryCreate(text, UriKind.Absolute, out _);
        if (!isAddress && !GitNames.IsRepository(text))
        {
            inputs.Problem(VerifyAction.SourceRepository, $"`{text}` is not a repository.", "Write it as in `acme/shop`, or its address `https://github.com/acme/shop`.");
            return null;
        }

        return isAddress ? text : $"{GitHub}/{text}";
    }

    private TextMatch? WorkflowOf(string? repository)
    {
        var text = inputs.Get(VerifyAction.Workflow);
        if (text.Length == 0)
        {
            return null;
        }

        if (text.StartsWith('.') && repository is null)
        {
            inputs.Problem(VerifyAction.Workflow, $"`{text}` is a workflow of no repository.", "Give `source-repository`, or write it as in `acme/shop/.github/workflows/release.yml`.");
            return null;
        }

        var address = text.StartsWith("https://", StringComparison.Ordinal) ? text : text.StartsWith('.') ? $"{repository}/{text}" : $"{GitHub}/{text}";
        return text.Contains('@', StringComparison.Ordinal) ? TextMatch.Exactly(address) : TextMatch.Below($"{address}@");
    }

    private TextMatch? Either(Input<string> exact, Input<string> pattern)
    {
        if (inputs.Get(exact).Length > 0 && inputs.Get(pattern).Length > 0)
        {
            inputs.Problem(pattern, $"`{exact.Name}` and `{pattern.Name}` are both given.", "Give one of them.");
        }

        return Match(exact, TextMatch.Exactly) ?? Match(pattern, TextMatch.Pattern);
    }

    private TextMatch? Match(Input<string> input, Func<string, TextMatch> make)
    {
        var text = inputs.Get(input);
        try
        {
            return text.Length == 0 ? null : make(text);
        }
        catch (SigstoreFormatException e)
        {
            inputs.Problem(input, $"`{text}` cannot say who may sign: {e.Message}.", "Write the part that is always the same as it is, and be as narrow as you can.");
            return null;
        }
    }
}
