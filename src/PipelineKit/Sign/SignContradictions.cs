using PipelineKit.Actions;
using PipelineKit.Ci;

namespace PipelineKit.Sign;

/// <summary>Inputs of sign that are each right and wrong together.</summary>
internal static class SignContradictions
{
    internal static void Refuse(SignOptions options, InputReader inputs, CommandContext context)
    {
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

        if (options is { GitHubAttestations.Length: > 0, Token.Length: 0, DryRun: false })
        {
            inputs.Problem(SignAction.GitHubAttestations, "`github-attestations` needs a token.", "Give one with `token`; it must have `attestations: write`.");
        }
    }
}
