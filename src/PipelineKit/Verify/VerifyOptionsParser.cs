using PipelineKit.Actions;
using PipelineKit.Ci;
using PipelineKit.Images;
using PipelineKit.Trust;

namespace PipelineKit.Verify;

/// <summary>Reads the inputs of verify; every problem at once.</summary>
/// <param name="context">What the command may reach.</param>
internal sealed class VerifyOptionsParser(CommandContext context)
{
    private InputReader Inputs => context.Inputs;

    /// <summary>The options; throws all problems.</summary>
    internal VerifyOptions Parse()
    {
        var token = Inputs.Get(VerifyAction.Token);
        var concurrency = Inputs.Get(VerifyAction.Concurrency);
        var timeout = Inputs.Get(VerifyAction.Timeout);
        var walks = Inputs.Get(VerifyAction.Chain);
        var images = ImageInputs.Read(Inputs, walks ? VerifyAction.Images : VerifyAction.NeededImages, !walks && Inputs.Get(VerifyAction.Resolve));
        var options = new VerifyOptions
        {
            Images = images,
            Recursive = Inputs.Get(VerifyAction.Recursive),
            Keys = KeysOf(),
            Identity = new IdentityInputs(Inputs).Read(),
            PredicateTypes = PredicatesOf(),
            TransparencyLog = Inputs.Get(VerifyAction.TransparencyLog),
            Bundles = Inputs.Get(VerifyAction.Bundle),
            Trust = new TrustSettings(Inputs.Get(TrustInputs.TrustedRoot), walks || Inputs.Get(TrustInputs.Offline), Inputs.Get(TrustInputs.Instance)),
            Chain = walks ? new ChainInputs(Inputs).Read(images) : null,
            Json = Inputs.Get(VerifyAction.Json),
            Concurrency = concurrency,
            Timeout = timeout,
            Registry = RegistryInputs.Read(context, token, concurrency, timeout),
        };
        Refuse(options);
        Inputs.ThrowIfAny();
        return options;
    }

    private void Refuse(VerifyOptions options)
    {
        if (options.Keys.Count == 0 && options.Identity is null)
        {
            Inputs.Problem(
                VerifyAction.Key, "Nobody is named who may have signed: a signature of just anybody proves nothing.",
                "Give `key`, or `source-repository` (GitHub Actions), or `certificate-identity` with `certificate-oidc-issuer`.");
        }

        if (options.Trust is { Instance: not SigstoreInstance.PublicGood, File.Length: 0 } && options.Identity is not null)
        {
            var where = options.Trust.Instance == SigstoreInstance.GitHub ? "`gh attestation trusted-root` prints it; keep the line that has fulcio.githubapp.com." : "Its operator publishes it.";
            Inputs.Problem(TrustInputs.TrustedRoot, "Only the public instance's root of trust is known here.", $"Give the instance's `trusted-root`. {where}");
        }

        foreach (var image in options.Images.Where(i => options.Chain is null && options.Trust.Offline && !options.NeedsNoImages && options.Registry.Mirrors.Map(i).LayoutPath is null))
        {
            Inputs.Problem(
                TrustInputs.Offline, $"`offline` forbids to ask {image.Registry} what is signed about `{image.Text}`.",
                "Give the bundles as files with `bundle`, or the images as a layout with `registry-mirrors: HOST=oci:PATH`.");
        }
    }

    private IReadOnlyList<string> KeysOf()
    {
        var keys = Inputs.Get(VerifyAction.Key) ?? [];
        foreach (var problem in keys.Select(KeyText.Problem).OfType<string>())
        {
            Inputs.Problem(VerifyAction.Key, $"{problem}.", "Take the public key out of the service once, and give its file.");
        }

        return keys;
    }

    private string[] PredicatesOf()
    {
        var types = new List<string>();
        foreach (var name in Inputs.Get(VerifyAction.PredicateTypes) ?? [])
        {
            if (Sigstore.PredicateTypes.TryResolve(name, out var uri))
            {
                types.Add(uri);
            }
            else
            {
                Inputs.Problem(VerifyAction.PredicateTypes, $"`{name}` is not a predicate type: allowed are {string.Join(", ", Sigstore.PredicateTypes.Names.Select(n => n.Name))}, or a type URI.");
            }
        }

        return [.. types.Distinct(StringComparer.Ordinal)];
    }
}
