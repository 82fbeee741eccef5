using PipelineKit.Actions;
using PipelineKit.Ci;
using PipelineKit.Images;
using PipelineKit.Oci;
using PipelineKit.Promotion;

namespace PipelineKit.Promote;

/// <summary>Reads the inputs of promote; every problem at once.</summary>
/// <param name="context">What the command may reach.</param>
internal sealed class PromoteOptionsParser(CommandContext context)
{
    private InputReader Inputs => context.Inputs;

    /// <summary>The options; throws all problems.</summary>
    internal PromotionOptions Parse()
    {
        var reader = new PromotionOptionsReader(context);
        var digest = reader.DigestOf(PromoteAction.Digest);
        var image = ImageOf();
        var from = RepositoryOf();
        var (clear, dryRun) = (Inputs.Get(PromoteAction.ClearRejection), Inputs.Get(PromoteAction.DryRun));
        reader.NeedReason(PromoteAction.ClearRejection, clear, Inputs.Get(PromotionInputs.Reason));
        if (image is not null && (digest is not null || from.Length > 0))
        {
            Inputs.Problem(PromoteAction.Image, "`image` says where the image is and which; `digest` and `from-repository` say so too.", "Give `image`, or the others.");
        }

        var options = reader.Read(Inputs.Get(PromoteAction.To) ?? "", request => request with { Digest = digest, Image = image, FromRepository = from, ClearRejection = clear, DryRun = dryRun });
        Inputs.ThrowIfAny();
        return options;
    }

    private ImageLocation? ImageOf()
    {
        var text = Inputs.Get(PromoteAction.Image);
        if (text.Length == 0)
        {
            return null;
        }

        if (!ImageLocation.TryParse(text, Inputs.Get(PromoteAction.Resolve), out var location, out var problem))
        {
            Inputs.Problem(PromoteAction.Image, $"{problem}.");
        }
        else if (location.EngineName is not null)
        {
            Inputs.Problem(PromoteAction.Image, "An image of the Docker Engine has no digest that a registry would know.", "Push it, and name it in its registry.");
        }

        return location;
    }

    private string RepositoryOf()
    {
        var text = Inputs.Get(PromoteAction.FromRepository);
        if (text.Length == 0)
        {
            return "";
        }

        if (OciLayoutReference.IsOne(text))
        {
            if (!OciLayoutReference.TryParse(text, out var layout, out var problem) || layout.Name is not null)
            {
                Inputs.Problem(PromoteAction.FromRepository, $"`{text}` is not a folder with images{(problem is null ? "" : $": {problem}")}.", "Write it as in `oci:build`.");
            }
        }
        else if (!ImageReference.TryParse(text, out var reference, out var problem) || reference.Tag is not null || reference.Digest is not null)
        {
            Inputs.Problem(PromoteAction.FromRepository, $"`{text}` is not a repository{(problem is null ? ": it has a tag or digest" : $": {problem}")}.", "Write it as in `ghcr.io/acme/shop`, and the digest into `digest`.");
        }

        return text;
    }
}
