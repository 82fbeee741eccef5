namespace PipelineKit.Evidence;

/// <summary>Bills of materials: there, about the image, of a format that counts, and as complete as a profile asks. One that was catalogued by this very run proves nothing about what was delivered and is not held to profiles.</summary>
internal static class BomJudge
{
    internal static void Judge(JudgeContext context)
    {
        var rules = context.Policy.Bom;
        var delivered = context.Documents.Where(d => d.Document.Bom is not null && d.Item.Trust != EvidenceTrust.Made).ToList();
        if (rules.Required)
        {
            foreach (var platform in context.Wanted)
            {
                Require(context, delivered, platform);
            }
        }

        foreach (var document in delivered)
        {
            if (document.Unbound.Length > 0 && context.Policy.Evidence.Bound)
            {
                Add(context, document, GateReasons.SbomUnbound, GateAction.Warn, document.Unbound, "make the bill of materials from the image by its digest");
            }

            foreach (var profile in rules.Profiles.Order(StringComparer.Ordinal))
            {
                var gaps = BomProfiles.Check(profile, document.Document);
                if (gaps.Count > 0)
                {
                    var first = gaps[0].Component.Length > 0 ? $"{gaps[0].Component}: {gaps[0].Message}" : gaps[0].Message;
                    Add(context, document, GateReasons.SbomProfile, GateAction.Block, $"{profile} is not satisfied, {Texts.Count(gaps.Count, "element is", "elements are")} missing; the first: {first}", "complete the bill of materials where it is made");
                }
            }
        }
    }

    private static void Require(JudgeContext context, List<BoundDocument> delivered, WantedPlatform platform)
    {
        var isBound = context.Policy.Evidence.Bound;
        var here = delivered.Where(d => isBound ? d.Platforms.Contains(platform.Name, StringComparer.Ordinal) : context.Platforms.Count == 0 || d.Platforms.Contains(platform.Name, StringComparer.Ordinal)).ToList();
        var place = platform.Name.Length > 0 ? platform.Name : "the image";
        if (here.Count == 0)
        {
            context.Reasons.Add(new GateReason(GateReasons.SbomMissing, GateAction.Block, $"there is no bill of materials for {place}", "give one that was made when the image was built", platform.Name));
            foreach (var document in delivered.Where(d => d.Unbound.Length > 0))
            {
                Add(context, document, GateReasons.SbomUnbound, GateAction.Block, document.Unbound, "make the bill of materials from the image by its digest");
            }
        }
        else if (!here.Exists(d => BomFormats.Count(context.Policy.Bom.Formats, d.Document)))
        {
            var found = string.Join(", ", here.Select(d => $"{d.Name} ({BomFormats.Name(d.Document)})"));
            context.Reasons.Add(new GateReason(GateReasons.SbomFormat, GateAction.Block, $"no bill of materials for {place} has a format that counts: {found}", $"make it as {string.Join(" or ", context.Policy.Bom.Formats)}", platform.Name));
        }
    }

    private static void Add(JudgeContext context, BoundDocument document, string code, GateAction action, string message, string remedy) =>
        context.Reasons.Add(new GateReason(code, action, $"{document.Name}: {message}", remedy, document.Name, document.Name));
}
