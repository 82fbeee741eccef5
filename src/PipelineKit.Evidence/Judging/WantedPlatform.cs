using PipelineKit.Oci;

namespace PipelineKit.Evidence;

/// <summary>A platform that must be covered.</summary>
/// <param name="Name">Its name; empty when no image was named.</param>
/// <param name="Manifest">Its manifest; null when no image was named.</param>
internal sealed record WantedPlatform(string Name, Digest? Manifest)
{
    /// <summary>All platforms of the image, or those the policy names; without an image, one without a name stands for what the documents are about.</summary>
    internal static IReadOnlyList<WantedPlatform> Of(JudgeContext context)
    {
        if (context.Platforms.Count == 0)
        {
            return [new WantedPlatform("", Manifest: null)];
        }

        var named = context.Policy.Evidence.Platforms;
        var wanted = new List<WantedPlatform>();
        foreach (var platform in context.Platforms)
        {
            if (named.Count == 0 || named.Any(n => EvidenceBinding.SamePlatform(n, platform.Platform)))
            {
                wanted.Add(new WantedPlatform(platform.Platform, platform.Manifest));
            }
        }

        foreach (var name in named)
        {
            if (!context.Platforms.Any(p => EvidenceBinding.SamePlatform(name, p.Platform)))
            {
                context.Reasons.Add(new GateReason(GateReasons.EvidencePlatformUnscanned, GateAction.Block, $"the image has no {name}, which the policy wants covered", "build the image for it, or take it out of the policy", name));
            }
        }

        return wanted;
    }
}
