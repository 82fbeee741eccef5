using PipelineKit.Actions;
using PipelineKit.Ci;

namespace PipelineKit.Sign;

/// <summary>Inputs of sign that are each right and wrong together.</summary>
internal static class SignContradictions
{
    internal static void Refuse(SignOptions options, InputReader inputs, CommandContext context)
    {
        if (options is { Key.Length: > 0, SignerCommand.Count: > 0 })
        {
            inputs.Problem(SignAction.SignerCommand, "`key` and `signer-command` both say who signs.", "Give one of them.");
        }

        if (!options.IsKeyless && inputs.IsGiven(SignAction.IdentityToken))
        {
            inputs.Problem(SignAction.IdentityToken, "`identity-token` is for signing without a key, but a key was given.", "Give one of them.");
        }

        if (!options.IsKeyless && options.Services.Fulcio is not null)
        {
            inputs.Problem(SignAction.FulcioUrl, "`fulcio-url` is for signing without a key, but a key was given.", "Leave one of them out.");
        }

        if (options is { Signature: false, Attest.Count: 0, Provenance: false })
        {
            inputs.Problem(SignAction.Signature, "With `signature: false`, and without `attest` and `provenance`, there is nothing to do.", "Name what to attach.");
        }

        if (options is { Signature: false, Annotations.Count: > 0 })
        {
            inputs.Problem(SignAction.Annotations, "`annotations` stand in the image signature, but `signature` is `false`.", "Leave one of them out.");
        }

        if (options.Provenance && context.Ci.Build is null)
        {
            inputs.Problem(
                SignAction.Provenance, "`provenance` tells of a run of GitHub Actions or Azure Pipelines, and this is none (or its variables do not reach this program).",
                "Attach one that was made elsewhere with `attest: slsaprovenance1=FILE`.");
        }

        RefuseServices(options, inputs);
        if (options is { GitHubAttestations.Length: > 0, Token.Length: 0, DryRun: false })
        {
            inputs.Problem(SignAction.GitHubAttestations, "`github-attestations` needs a token.", "Give one with `token`; it must have `attestations: write`.");
        }
    }

    private static void RefuseServices(SignOptions options, InputReader inputs)
    {
        var services = options.Services;
        if (services.ConfigFile.Length > 0 && (services.Fulcio ?? services.Rekor ?? services.TimestampAuthority) is not null)
        {
            inputs.Problem(SignAction.SigningConfig, "`signing-config` and the addresses of services both say where to sign.", "Give the one or the others.");
        }

        if ((services.Fulcio is not null || (services.ConfigFile.Length > 0 && options.IsKeyless)) && options.Trust.File.Length == 0)
        {
            inputs.Problem(
                Trust.TrustInputs.TrustedRoot, "An instance of one's own is believed only by its own `trusted-root`, and none was given.", "Give the `trusted_root.json` that belongs to these services.");
        }

        if (services is { RekorVersion: 2, ConfigFile.Length: 0, TimestampAuthority: null } && (options.IsKeyless || options.TransparencyLog))
        {
            inputs.Problem(SignAction.RekorVersion, "A log of version 2 tells no time, so a timestamp is needed.", "Give `timestamp-url`.");
        }

        if (services is { RekorVersion: 2, ConfigFile.Length: 0, Rekor: null } && (options.IsKeyless || options.TransparencyLog))
        {
            inputs.Problem(SignAction.RekorVersion, "Logs of version 2 are renewed every few months, so there is no usual address.", "Give `rekor-url`, or a `signing-config`.");
        }

        if (!options.IsKeyless && !options.TransparencyLog && services.Rekor is not null)
        {
            inputs.Problem(SignAction.RekorUrl, "`rekor-url` is given, but with a key the log is written to only with `transparency-log: true`.", "Set it, or leave the address out.");
        }
    }
}
