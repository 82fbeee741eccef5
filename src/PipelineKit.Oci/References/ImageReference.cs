using System.Diagnostics.CodeAnalysis;

namespace PipelineKit.Oci;

/// <summary>
/// An image reference <c>[domain[:port]/]path[:tag][@digest]</c> by the grammar of the distribution project. Names are normalised for
/// asking a registry; the spelling of the source is kept in <see cref="Text"/> and <see cref="Name"/> and is the only one ever written back.
/// </summary>
public sealed record ImageReference
{
    private ImageReference(string text, string name, string registry, string repository, string? tag, Digest? digest)
    {
        Text = text;
        Name = name;
        Registry = registry;
        Repository = repository;
        Tag = tag;
        Digest = digest;
    }

    /// <summary>As it was written.</summary>
    public string Text { get; }

    /// <summary>The name as it was written, without tag and digest.</summary>
    public string Name { get; }

    /// <summary>The registry, normalised: <c>docker.io</c>, <c>localhost:5000</c>, <c>[::1]:5000</c>.</summary>
    public string Registry { get; }

    /// <summary>The repository within the registry, normalised: <c>library/nginx</c>.</summary>
    public string Repository { get; }

    /// <summary>The tag as written, or null.</summary>
    public string? Tag { get; }

    /// <summary>The digest as written, or null. When there is one, the tag is information only.</summary>
    public Digest? Digest { get; }

    /// <summary>The tag that is asked for when there is no digest: the one written, or <c>latest</c>.</summary>
    public string EffectiveTag => Tag ?? "latest";

    /// <summary>Normalised: <c>docker.io/library/nginx:1.27@sha256:...</c>; for looking up, never for writing.</summary>
    public string Canonical => $"{Registry}/{Repository}{(Tag is null ? "" : ":" + Tag)}{(Digest is null ? "" : "@" + Digest)}";

    /// <summary>Parses; on failure <paramref name="problem"/> says which rule was broken.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out ImageReference? reference, [NotNullWhen(false)] out string? problem)
    {
        reference = null;
        problem = ReferenceGrammar.Split(text, out var parts);
        if (problem is not null)
        {
            return false;
        }

        reference = new ImageReference(text, parts.Name, parts.Registry, parts.Repository, parts.Tag, parts.Digest);
        return true;
    }

    /// <summary>Parses; throws <see cref="FormatException"/>.</summary>
    public static ImageReference Parse(string text) =>
        TryParse(text, out var reference, out var problem) ? reference : throw new FormatException($"`{(text.Length <= 600 ? text : text[..600] + "...")}` is not an image reference: {problem}");

    /// <summary>This reference, spelled as it is, to be asked for at another place.</summary>
    internal ImageReference At(string registry, string repository) => new(Text, Name, registry, repository, Tag, Digest);

    /// <summary>This reference pinned: the spelling and tag kept, the digest set.</summary>
    public PinnedReference Pin(Digest digest) => new(this, digest);

    /// <inheritdoc />
    public override string ToString() => Text;
}

/// <summary>A reference that has a digest: the only kind that is signed, verified, promoted or rendered.</summary>
public sealed record PinnedReference
{
    internal PinnedReference(ImageReference reference, Digest digest)
    {
        Reference = reference;
        Digest = digest;
    }

    /// <summary>Where it came from, with the original spelling.</summary>
    public ImageReference Reference { get; }

    /// <summary>What it is.</summary>
    public Digest Digest { get; }

    /// <summary>As a person would write it: original name, tag if there was one, digest.</summary>
    public string Text => $"{Reference.Name}{(Reference.Tag is null ? "" : ":" + Reference.Tag)}@{Digest}";

    /// <summary>From a reference that already carries a digest.</summary>
    public static bool TryFrom(ImageReference reference, [NotNullWhen(true)] out PinnedReference? pinned)
    {
        pinned = reference.Digest is null ? null : new PinnedReference(reference, reference.Digest);
        return pinned is not null;
    }

    /// <inheritdoc />
    public override string ToString() => Text;
}
