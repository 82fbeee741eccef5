using PipelineKit.Actions;
using PipelineKit.Ci;
using PipelineKit.Images;
using PipelineKit.Signatures;
using PipelineKit.Signing;
using PipelineKit.Sigstore;

namespace PipelineKit.Sign;

/// <summary>Reads the inputs of sign; every problem at once.</summary>
/// <param name="context">What the command may reach.</param>
internal sealed class SignOptionsParser(CommandContext context)
{
    private InputReader Inputs => context.Inputs;

    /// <summary>The options; throws all problems.</summary>
    internal SignOptions Parse()
    {
        var token = Inputs.Get(SignAction.Token);
        var concurrency = Inputs.Get(SignAction.Concurrency);
        var timeout = Inputs.Get(SignAction.Timeout);
        var options = new SignOptions
        {
            Images = ImageInputs.Read(Inputs, SignAction.Images, Inputs.Get(SignAction.Resolve)),
            Recursive = Inputs.Get(SignAction.Recursive),
            Signature = Inputs.Get(SignAction.Signature),
            Attest = AttestOf(),
            Provenance = Inputs.Get(SignAction.Provenance),
            Annotations = AnnotationsOf(),
            Signing = new SigningInputReader(context).Read(),
            Formats = FormatsOf(),
            BundleDir = Inputs.Get(SignAction.BundleDir),
            GitHubAttestations = RepositoryOf(),
            DryRun = Inputs.Get(SignAction.DryRun),
            Json = Inputs.Get(SignAction.Json),
            Concurrency = concurrency,
            Timeout = timeout,
            Registry = RegistryInputs.Read(context, token, concurrency, timeout),
            Token = token.Length > 0 ? token : context.Ci.JobTokenServer == context.Ci.GitServerUrl ? context.Ci.JobToken ?? "" : "",
        };
        SignContradictions.Refuse(options, Inputs, context);
        Inputs.ThrowIfAny();
        return options;
    }

    private AttestFile[] AttestOf()
    {
        var files = new List<AttestFile>();
        foreach (var line in Inputs.Get(SignAction.Attest))
        {
            // A type URI may have `=` in it, a file hardly; but a name has none, so the first one after a name decides.
            var at = line.Contains("://", StringComparison.Ordinal) && line.IndexOf("://", StringComparison.Ordinal) < line.IndexOf('=', StringComparison.Ordinal)
                ? line.LastIndexOf('=')
                : line.IndexOf('=', StringComparison.Ordinal);
            var (type, path) = at < 0 ? (line.Trim(), "") : (line[..at].Trim(), line[(at + 1)..].Trim());
            if (path.Length == 0)
            {
                Inputs.Problem(SignAction.Attest, $"`{line}` does not name a type and a file.", "Write it as in `cyclonedx=sbom.cdx.json`.");
            }
            else if (!PredicateTypes.TryResolve(type, out var uri))
            {
                Inputs.Problem(SignAction.Attest, $"`{type}` is not a predicate type: allowed are {string.Join(", ", PredicateTypes.Names.Where(n => n.Uri != PredicateTypes.ImageSignature).Select(n => n.Name))}, or a type URI.");
            }
            else
            {
                files.Add(new AttestFile(uri, path));
            }
        }

        return [.. files];
    }

    private Dictionary<string, string> AnnotationsOf()
    {
        var annotations = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in Inputs.Get(SignAction.Annotations))
        {
            var at = line.IndexOf('=', StringComparison.Ordinal);
            if (at <= 0)
            {
                Inputs.Problem(SignAction.Annotations, $"`{line}` is not `key=value`.");
            }
            else if (!annotations.TryAdd(line[..at].Trim(), line[(at + 1)..].Trim()))
            {
                Inputs.Problem(SignAction.Annotations, $"`{line[..at].Trim()}` is there twice.");
            }
        }

        return annotations;
    }

    private SignatureFormats FormatsOf()
    {
        var formats = SignatureFormats.None;
        foreach (var word in Inputs.Get(SignAction.Formats))
        {
            var format = word switch
            {
                "bundle" => SignatureFormats.Bundle,
                "legacy" => SignatureFormats.Legacy,
                _ => SignatureFormats.None,
            };
            if (format == SignatureFormats.None)
            {
                Inputs.Problem(SignAction.Formats, $"`{word}` is not a form of signatures: allowed are bundle and legacy.");
            }

            formats |= format;
        }

        return formats;
    }

    private string RepositoryOf()
    {
        var text = Inputs.Get(SignAction.GitHubAttestations);
        if (text.Length > 0 && !Git.GitNames.IsRepository(text))
        {
            Inputs.Problem(SignAction.GitHubAttestations, $"`{text}` is not the name of a repository.", "Write it as in `acme/shop`.");
        }

        return text;
    }
}
