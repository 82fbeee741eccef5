using PipelineKit.Actions;
using PipelineKit.Ci;
using PipelineKit.Images;
using PipelineKit.Oci;
using PipelineKit.Signatures;
using PipelineKit.Sigstore;
using PipelineKit.Trust;

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
            Key = KeyOf(),
            KeyPassword = Inputs.Get(SignAction.KeyPassword) is { Length: > 0 } password ? password : context.Environment.Variables.GetValueOrDefault("COSIGN_PASSWORD"),
            SignerCommand = Inputs.Get(SignAction.SignerCommand),
            IdentityToken = Inputs.Get(SignAction.IdentityToken) is { Length: > 0 } given ? given : context.Environment.Variables.GetValueOrDefault("SIGSTORE_ID_TOKEN") ?? "",
            Services = new ServiceAddresses(
                AddressOf(SignAction.FulcioUrl), AddressOf(SignAction.RekorUrl), Inputs.Get(SignAction.RekorVersion), AddressOf(SignAction.TimestampUrl), Inputs.Get(SignAction.SigningConfig)),
            Trust = new TrustSettings(Inputs.Get(TrustInputs.TrustedRoot), Offline: false, SigstoreInstance.PublicGood),
            TransparencyLog = Inputs.Get(SignAction.TransparencyLog),
            Formats = FormatsOf(),
            BundleDir = Inputs.Get(SignAction.BundleDir),
            GitHubAttestations = RepositoryOf(),
            DryRun = Inputs.Get(SignAction.DryRun),
            Json = Inputs.Get(SignAction.Json),
            Concurrency = concurrency,
            Timeout = timeout,
            Registry = new RegistrySettings
            {
                Credentials = RegistryInputs.ReadCredentials(context, RegistryInputs.Credentials),
                Mirrors = RegistryInputs.ReadMirrors(context, RegistryInputs.Mirrors),
                PlainHttp = Inputs.Get(RegistryInputs.PlainHttp),
                Concurrency = concurrency,
                Timeout = timeout,
                GitHubToken = token.Length > 0 ? token : context.Ci.JobTokenServer == "https://github.com" ? context.Ci.JobToken : null,
            },
            Token = token.Length > 0 ? token : context.Ci.JobToken ?? "",
        };
        if (options.IdentityToken.Length > 0)
        {
            context.Mask(options.IdentityToken);
        }

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

    private string KeyOf()
    {
        var key = Inputs.Get(SignAction.Key);
        if (key.Contains("PRIVATE KEY", StringComparison.Ordinal))
        {
            context.Mask(key);
            Inputs.Problem(SignAction.Key, "`key` has a private key in it, where its file or variable is to be named.", "Map the secret into `env:` of the step, and write `key: env:NAME`. Take this key out of use: it may be in the log.");
            return "";
        }

        if (key.Length > 0 && KeyText.Problem(key) is { } problem)
        {
            Inputs.Problem(SignAction.Key, $"{problem}.");
        }

        return key;
    }

    private Uri? AddressOf(Input<string> input)
    {
        var text = Inputs.Get(input);
        if (text.Length == 0)
        {
            return null;
        }

        if (!RemoteUrl.TryParse(text, out var url, out var problem))
        {
            Inputs.Problem(input, $"`{input.Name}` is not an address: {problem}.", "Write it as in `https://fulcio.example.com`.");
        }
        else if (url.Scheme == Uri.UriSchemeHttp && NetworkAddresses.KindOfHost(url.Host) != AddressKind.Loopback)
        {
            Inputs.Problem(input, $"`{text}` is plain HTTP, where anybody on the way could take part in the signing.", "Use https.");
        }

        return url;
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
