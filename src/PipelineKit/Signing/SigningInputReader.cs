using PipelineKit.Actions;
using PipelineKit.Ci;
using PipelineKit.Oci;
using PipelineKit.Trust;

namespace PipelineKit.Signing;

/// <summary>Reads who signs; problems are kept.</summary>
/// <param name="context">What the command may reach.</param>
internal sealed class SigningInputReader(CommandContext context)
{
    private InputReader Inputs => context.Inputs;

    /// <summary>The settings, with what contradicts each other told.</summary>
    internal SigningSettings Read()
    {
        var settings = new SigningSettings
        {
            Key = KeyOf(),
            KeyPassword = Inputs.Get(SigningInputs.KeyPassword) is { Length: > 0 } password ? password : context.Environment.Variables.GetValueOrDefault("COSIGN_PASSWORD"),
            SignerCommand = Inputs.Get(SigningInputs.SignerCommand),
            IdentityToken = Inputs.Get(SigningInputs.IdentityToken) is { Length: > 0 } given ? given : context.Environment.Variables.GetValueOrDefault("SIGSTORE_ID_TOKEN") ?? "",
            Services = new ServiceAddresses(
                AddressOf(SigningInputs.FulcioUrl), AddressOf(SigningInputs.RekorUrl), Inputs.Get(SigningInputs.RekorVersion), AddressOf(SigningInputs.TimestampUrl), Inputs.Get(SigningInputs.SigningConfig)),
            Trust = new TrustSettings(Inputs.Get(TrustInputs.TrustedRoot), Offline: false, SigstoreInstance.PublicGood),
            TransparencyLog = Inputs.Get(SigningInputs.TransparencyLog),
        };
        if (settings.IdentityToken.Length > 0)
        {
            context.Mask(settings.IdentityToken);
        }

        RefuseSigners(settings);
        RefuseServices(settings);
        return settings;
    }

    private string KeyOf()
    {
        var key = Inputs.Get(SigningInputs.Key);
        if (key.Contains("PRIVATE KEY", StringComparison.Ordinal))
        {
            context.Mask(key);
            Inputs.Problem(SigningInputs.Key, "`key` has a private key in it, where its file or variable is to be named.", "Map the secret into `env:` of the step, and write `key: env:NAME`. Take this key out of use: it may be in the log.");
            return "";
        }

        if (key.Length > 0 && KeyText.Problem(key) is { } problem)
        {
            Inputs.Problem(SigningInputs.Key, $"{problem}.");
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

    private void RefuseSigners(SigningSettings settings)
    {
        if (settings is { Key.Length: > 0, SignerCommand.Count: > 0 })
        {
            Inputs.Problem(SigningInputs.SignerCommand, "`key` and `signer-command` both say who signs.", "Give one of them.");
        }

        if (!settings.IsKeyless && Inputs.IsGiven(SigningInputs.IdentityToken))
        {
            Inputs.Problem(SigningInputs.IdentityToken, "`identity-token` is for signing without a key, but a key was given.", "Give one of them.");
        }

        if (!settings.IsKeyless && settings.Services.Fulcio is not null)
        {
            Inputs.Problem(SigningInputs.FulcioUrl, "`fulcio-url` is for signing without a key, but a key was given.", "Leave one of them out.");
        }
    }

    private void RefuseServices(SigningSettings settings)
    {
        var services = settings.Services;
        if (services.ConfigFile.Length > 0 && (services.Fulcio ?? services.Rekor ?? services.TimestampAuthority) is not null)
        {
            Inputs.Problem(SigningInputs.SigningConfig, "`signing-config` and the addresses of services both say where to sign.", "Give the one or the others.");
        }

        if ((services.Fulcio is not null || (services.ConfigFile.Length > 0 && settings.IsKeyless)) && settings.Trust.File.Length == 0)
        {
            Inputs.Problem(
                TrustInputs.TrustedRoot, "An instance of one's own is believed only by its own `trusted-root`, and none was given.", "Give the `trusted_root.json` that belongs to these services.");
        }

        if (services is { RekorVersion: 2, ConfigFile.Length: 0, TimestampAuthority: null } && (settings.IsKeyless || settings.TransparencyLog))
        {
            Inputs.Problem(SigningInputs.RekorVersion, "A log of version 2 tells no time, so a timestamp is needed.", "Give `timestamp-url`.");
        }

        if (services is { RekorVersion: 2, ConfigFile.Length: 0, Rekor: null } && (settings.IsKeyless || settings.TransparencyLog))
        {
            Inputs.Problem(SigningInputs.RekorVersion, "Logs of version 2 are renewed every few months, so there is no usual address.", "Give `rekor-url`, or a `signing-config`.");
        }

        if (!settings.IsKeyless && !settings.TransparencyLog && services.Rekor is not null)
        {
            Inputs.Problem(SigningInputs.RekorUrl, "`rekor-url` is given, but with a key the log is written to only with `transparency-log: true`.", "Set it, or leave the address out.");
        }
    }
}
