using System.Diagnostics.CodeAnalysis;
using PipelineKit.Failures;
using PipelineKit.Manifests;
using PipelineKit.Oci;

namespace PipelineKit.DigestPin;

/// <summary>What became of a reference in this run.</summary>
internal enum ReferenceStatus
{
    /// <summary>It has a digest or commit, and it stays.</summary>
    Pinned,

    /// <summary>This run pins it.</summary>
    NewlyPinned,

    /// <summary>This run moves it to another digest or commit.</summary>
    Updated,

    /// <summary>This run puts back what stood there before.</summary>
    Restored,

    /// <summary>It has no digest or commit.</summary>
    Unpinned,

    /// <summary>It cannot have one where it stands.</summary>
    NotPinnable,

    /// <summary>Left alone as asked.</summary>
    Excluded,

    /// <summary>Left to GitHub's actions.lock.</summary>
    Managed,
}

/// <summary>A site with what it names, parsed.</summary>
internal sealed record Reference(ReferenceSite Site)
{
    /// <summary>The image, when the site names one that is well formed.</summary>
    public ImageReference? Image { get; init; }

    /// <summary>The action, when the site names one that is well formed.</summary>
    public UsesReference? Uses { get; init; }

    /// <summary>The key in the lock: canonical image without digest, or <c>owner/repo[/path]</c>.</summary>
    public string Key => Image is not null ? ImageKey(Image) : Uses?.Name ?? Site.Reference;

    /// <summary>Digest or commit it carries, or null.</summary>
    public string? Pin => Image is not null ? Image.Digest?.Text : Uses?.Commit;

    /// <summary>Whether this run may move its digest: not where the text of a file that is never edited names one.</summary>
    public bool IsMovable => !(Site.IsLockOnly && Site.Reference.Contains('@', StringComparison.Ordinal));

    /// <summary>Where it stands.</summary>
    public SourcePlace Place => new(Site.Path, Site.Line, Site.Column, Site.EndColumn);

    /// <summary>Parses what the site names; a malformed text leaves both members null.</summary>
    public static Reference Of(ReferenceSite site)
    {
        if (site.IsUses)
        {
            return new Reference(site) { Uses = UsesReference.TryParse(site.Reference, site.Comment, out var uses) ? uses : null };
        }

        return new Reference(site) { Image = ImageReference.TryParse(site.Reference, out var image, out _) ? image : null };
    }

    /// <summary>The same with the digest that the lock has for it, where the lock alone pins it and its text has none.</summary>
    public Reference PinnedBy(LockMemory memory) =>
        Site.IsLockOnly && Image is { Digest: null } image && memory.Newest(Key) is { } entry ? this with { Image = ImageReference.Parse($"{image}@{entry.Digest}") } : this;

    /// <summary>The key of an image in the lock.</summary>
    public static string ImageKey(ImageReference image) => $"{image.Registry}/{image.Repository}{(image.Tag is null ? "" : ":" + image.Tag)}";
}

/// <summary><c>owner/repo[/path]@ref</c>.</summary>
/// <param name="Repository"><c>owner/repo</c>.</param>
/// <param name="Name"><c>owner/repo[/path]</c>.</param>
/// <param name="Ref">Tag, branch or commit.</param>
/// <param name="Comment">The version a comment names beside a commit, or null.</param>
internal sealed record UsesReference(string Repository, string Name, string Ref, string? Comment)
{
    /// <summary>The full commit when <see cref="Ref"/> is one, else null.</summary>
    public string? Commit => IsCommit(Ref) ? Ref : null;

    internal static bool TryParse(string text, string? comment, [NotNullWhen(true)] out UsesReference? uses)
    {
        uses = null;
        var at = text.IndexOf('@', StringComparison.Ordinal);
        if (at <= 0 || at == text.Length - 1)
        {
            return false;
        }

        var parts = text[..at].Split('/');
        if (parts.Length < 2 || parts.Any(p => p.Length == 0 || p is "." or ".." || p.Any(c => !(char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-'))))
        {
            return false;
        }

        uses = new UsesReference($"{parts[0]}/{parts[1]}", text[..at], text[(at + 1)..], comment);
        return true;
    }

    private static bool IsCommit(string text) => text.Length is 40 or 64 && text.All(char.IsAsciiHexDigitLower);
}

/// <summary>A reference and what this run decides about it.</summary>
/// <param name="Reference">Which.</param>
/// <param name="Status">What became of it.</param>
internal sealed record Decision(Reference Reference, ReferenceStatus Status)
{
    /// <summary>The edit, if any.</summary>
    public SiteEdit? Edit { get; init; }

    /// <summary>Digest or commit it has after this run; null when it has none.</summary>
    public string? PinAfter { get; init; }

    /// <summary>What the lock is to remember; null when nothing.</summary>
    public LockFact? Fact { get; init; }

    /// <summary>What stood at the place before it was pinned, where the lock has it under another key than the reference's; else null.</summary>
    public string? WasBefore { get; init; }

    /// <summary>What there is to say.</summary>
    public IReadOnlyList<Finding> Findings { get; init; } = [];
}

/// <summary>What is known about a pinned reference, for the lock.</summary>
/// <param name="Key">Canonical image without digest; or for <c>uses</c>, the text before pinning.</param>
/// <param name="Pin">Digest or commit.</param>
internal sealed record LockFact(string Key, string Pin)
{
    /// <summary>Media type of an image.</summary>
    public string MediaType { get; init; } = "";

    /// <summary>Platform digests, when known.</summary>
    public IReadOnlyList<(string Platform, Digest Digest)> Platforms { get; init; } = [];

    /// <summary>The most specific version tag at the commit.</summary>
    public string? Version { get; init; }
}
