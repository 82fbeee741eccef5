namespace PipelineKit.Oci;

/// <summary>A manifest that belongs to a closure, or is said to: what was found out about it, and what it leads to.</summary>
internal sealed class ClosureNode(Digest digest, int indexDepth, int referrerDepth)
{
    internal Digest Digest => digest;

    /// <summary>How many indexes are above it.</summary>
    internal int IndexDepth => indexDepth;

    /// <summary>How many subjects are between it and the image.</summary>
    internal int ReferrerDepth => referrerDepth;

    /// <summary>Null until it was read, and when it is not there.</summary>
    internal ManifestContent? Content { get; set; }

    internal bool IsRead { get; set; }

    internal bool IsExpanded { get; set; }

    /// <summary>Whether it is the image, below an index, or has a tag of cosign; otherwise it is only said to refer to something.</summary>
    internal bool IsPart { get; set; }

    /// <summary>Whether it is an image rather than something about one.</summary>
    internal bool IsImage { get; set; }

    /// <summary>How the index that names it describes it; null for none.</summary>
    internal Descriptor? Entry { get; set; }

    /// <summary>For a part of something that refers to a subject: that subject.</summary>
    internal Digest? Under { get; set; }

    /// <summary>Subjects it was listed under.</summary>
    internal List<Digest> ListedUnder { get; } = [];

    /// <summary>What is listed as referring to it; not yet judged.</summary>
    internal IReadOnlyList<Descriptor> Listed { get; set; } = [];

    /// <summary>What cosign's tags mean.</summary>
    internal List<CosignTag> Tags { get; } = [];

    /// <summary>Whether it really belongs to the closure: a list may name what refers to something else (GitLab answers a fallback tag with the image itself).</summary>
    internal bool Belongs => Content is not null && (IsPart || IsReferrer);

    /// <summary>The subject it was found by.</summary>
    internal Digest? RefersTo => Under ?? (IsReferrer && !IsPart ? Content!.Subject!.Digest : null);

    private bool IsReferrer => Content?.Subject is { } subject && ListedUnder.Contains(subject.Digest);
}

/// <summary>A tag of cosign's older form, with what it means.</summary>
internal sealed record CosignTag(string Name, ManifestContent Content);
