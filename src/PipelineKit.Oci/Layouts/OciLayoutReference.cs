using System.Diagnostics.CodeAnalysis;

namespace PipelineKit.Oci;

/// <summary>An image in an OCI image layout on disk, written <c>oci:PATH[:NAME]</c> as skopeo, buildah and podman do.</summary>
public sealed record OciLayoutReference
{
    private const string Scheme = "oci:";

    private OciLayoutReference(string path, string? name) => (Path, Name) = (path, name);

    /// <summary>The folder, as written; it has no colon (but for a drive letter).</summary>
    public string Path { get; }

    /// <summary>The name of the image in the layout: a tag, a whole reference or a digest; null for the only one.</summary>
    public string? Name { get; }

    /// <summary>Whether the text claims to be such a reference.</summary>
    public static bool IsOne(string text) => text.StartsWith(Scheme, StringComparison.Ordinal);

    /// <summary>Parses; on failure <paramref name="problem"/> says why not.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out OciLayoutReference? reference, [NotNullWhen(false)] out string? problem)
    {
        reference = null;
        problem = null;
        if (!IsOne(text))
        {
            problem = "an image layout is written oci:PATH or oci:PATH:NAME";
            return false;
        }

        var rest = text[Scheme.Length..];
        var drive = rest is [_, ':', '\\' or '/', ..] && char.IsAsciiLetter(rest[0]) ? 2 : 0;
        var colon = rest.IndexOf(':', drive);
        var path = colon < 0 ? rest : rest[..colon];
        var name = colon < 0 ? null : rest[(colon + 1)..];
        problem = path.Length == 0 ? "the path after `oci:` is empty"
            : path.AsSpan().ContainsAnyInRange('\0', '\x1f') ? "the path after `oci:` has control characters"
            : name is "" ? "the name after the path is empty"
            : null;
        reference = problem is null ? new OciLayoutReference(path, name) : null;
        return reference is not null;
    }

    /// <inheritdoc />
    public override string ToString() => Name is null ? Scheme + Path : $"{Scheme}{Path}:{Name}";
}
