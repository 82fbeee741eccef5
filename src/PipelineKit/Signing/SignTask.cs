using PipelineKit.Images;
using PipelineKit.Sigstore;

namespace PipelineKit.Signing;

/// <summary>One thing to say and sign about one image.</summary>
/// <param name="Target">The image.</param>
/// <param name="Statement">What is said.</param>
internal sealed record SignTask(ImageTarget Target, InTotoStatement Statement)
{
    /// <summary>Whether it is the signature of the image itself, which older cosign has in a form of its own.</summary>
    public bool IsSignature => Statement.PredicateType == PredicateTypes.ImageSignature;

    /// <summary>What the image signature says besides.</summary>
    public IReadOnlyDictionary<string, string> Annotations => Statement.Subjects[0].Annotations ?? new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>For people: <c>signature</c>, <c>cyclonedx</c>, or a URI.</summary>
    public string Name => IsSignature ? "signature" : PredicateTypes.NameOf(Statement.PredicateType);

    /// <summary>Everything there is to do: of every image its signature, of every named one its attestations too.</summary>
    internal static IReadOnlyList<SignTask> All(IReadOnlyList<ImageTarget> targets, bool signature, IReadOnlyDictionary<string, string> annotations, IReadOnlyList<Attestation> attestations)
    {
        var tasks = new List<SignTask>();
        foreach (var target in targets)
        {
            if (signature)
            {
                tasks.Add(new SignTask(target, ImageSignature.Of(target.Subject.Digest, annotations)));
            }

            if (target.IsNamed)
            {
                var reference = target.Image.Reference;
                tasks.AddRange(attestations.Select(a => new SignTask(target, a.About($"{reference.Registry}/{reference.Repository}", target.Subject.Digest))));
            }
        }

        return tasks;
    }
}
