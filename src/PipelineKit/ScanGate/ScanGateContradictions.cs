using PipelineKit.Actions;
using PipelineKit.Evidence;
using PipelineKit.Images;

namespace PipelineKit.ScanGate;

/// <summary>Inputs of scan-gate that contradict each other, or say too little.</summary>
internal static class ScanGateContradictions
{
    internal static void Refuse(ScanGateOptions options, InputReader inputs)
    {
        RefuseTwoPolicies(options, inputs);
        RefuseImage(options, inputs);
        RefuseComparison(options, inputs);
        if (inputs.IsGiven(ScanGateAction.At))
        {
            inputs.Problem(ScanGateAction.At, "`at` is only for `replay`: a decision is made for the moment it is made.", "Leave it out.");
        }

        if (options.Attest != GateAttestations.None && (options.Image.Length == 0 || options.Image.StartsWith("docker:", StringComparison.Ordinal)))
        {
            inputs.Problem(ScanGateAction.Attest, "There is no image to attach attestations to: it must be in a registry or an `oci:` layout.", "Give `image` by its digest in the registry, or leave `attest` out.");
        }
    }

    private static void RefuseTwoPolicies(ScanGateOptions options, InputReader inputs)
    {
        foreach (var input in ScanGateAction.PolicyInputs.Where(i => options.PolicyFile.Length > 0 && inputs.IsGiven(i)))
        {
            inputs.Problem(input, $"`{input.Name}` is given beside `policy`: which of the two counts could not be told later.", "Write it into the policy file, or leave `policy` out.");
        }
    }

    private static void RefuseImage(ScanGateOptions options, InputReader inputs)
    {
        if (options.Image.Length > 0 && ImageOpener.Problem(options.Image, options.Resolve) is { } problem)
        {
            inputs.Problem(ScanGateAction.Image, $"{problem}.", "Give `name@sha256:...` as the build step put it out, `oci:FOLDER` or `docker:NAME`; `resolve: true` takes what a tag means now.");
        }

        if (options.Image.Length == 0 && options.Reports.Count == 0)
        {
            inputs.Problem(ScanGateAction.Image, "There is nothing to judge: no image, and no report of one.", "Give `image`, or `reports`, or best both.");
        }

        if (options.Image.Length > 0)
        {
            return;
        }

        if (options.Scanners.Count > 0)
        {
            inputs.Problem(ScanGateAction.Scanners, "There is no image for the scanner to look at.", "Give `image`.");
        }

        if (options.Database.Length > 0)
        {
            inputs.Problem(ScanGateAction.Database, "There is no image whose packages could be matched with the database.", "Give `image`.");
        }
    }

    private static void RefuseComparison(ScanGateOptions options, InputReader inputs)
    {
        var compared = options.CompareTo;
        if (options is { SmallPolicy.Compare: CompareMode.NoWorse, PolicyFile.Length: 0 } && !compared.IsGiven)
        {
            inputs.Problem(ScanGateAction.CompareTo, "`no-worse` needs something to compare with.", "Give `compare-to`: what runs now by its digest, reports of it, or `lock:FILE`.");
        }

        if ((compared.Image.Length > 0 || compared.Lock.Length > 0) && options.Scanners.Count == 0 && options.Database.Length == 0)
        {
            inputs.Problem(
                ScanGateAction.CompareTo, "`compare-to` names an image, and nothing says what was found in it.",
                "Give the reports of that image instead; or `scanner` or `database`, by which both images are looked at in the same way.");
        }

        if (compared.Lock.Length > 0 && (options.Image.Length == 0 || options.Image.StartsWith("oci:", StringComparison.Ordinal)))
        {
            inputs.Problem(ScanGateAction.CompareTo, "A lock is asked for the image's repository, and `image` names none.", "Give `image` by its name in the registry, or what runs now by its digest.");
        }
    }
}
