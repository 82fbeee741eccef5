using System.Diagnostics.CodeAnalysis;
using PipelineKit.Oci;

namespace PipelineKit.Images;

/// <summary>
/// Where an image is, as a user writes it: <c>registry/repository@sha256:...</c> (a tag where that is allowed), <c>oci:PATH[:NAME]</c> for a layout on disk,
/// <c>docker:REF</c> for what the local Docker Engine has. Syntax only: nothing is looked up.
/// </summary>
public sealed record ImageLocation
{
    private const string Docker = "docker:";

    private ImageLocation(string text) => Text = text;

    /// <summary>As written.</summary>
    public string Text { get; }

    /// <summary>The image of a registry or of the engine; null for a layout, and for an image the engine knows by its identifier only.</summary>
    public ImageReference? Reference { get; private init; }

    /// <summary>The layout; null for the others.</summary>
    public OciLayoutReference? Layout { get; private init; }

    /// <summary>What the engine is asked for: a reference or an identifier; null for the others.</summary>
    public string? EngineName { get; private init; }

    /// <summary>Parses; on failure <paramref name="problem"/> is a sentence without its full stop.</summary>
    /// <param name="text">As written.</param>
    /// <param name="mayResolve">Whether an image of a registry may be named by a tag.</param>
    /// <param name="location">Where it is.</param>
    /// <param name="problem">Why it is none.</param>
    public static bool TryParse(string text, bool mayResolve, [NotNullWhen(true)] out ImageLocation? location, [NotNullWhen(false)] out string? problem)
    {
        location = null;
        if (OciLayoutReference.IsOne(text))
        {
            location = OciLayoutReference.TryParse(text, out var layout, out problem) ? new ImageLocation(text) { Layout = layout } : null;
            return problem is null;
        }

        var isEngine = text.StartsWith(Docker, StringComparison.Ordinal) && !IsPort(text.AsSpan(Docker.Length));
        var name = isEngine ? text[Docker.Length..] : text;
        if (isEngine && IsIdentifier(name))
        {
            location = new ImageLocation(text) { EngineName = name };
            problem = null;
            return true;
        }

        if (!ImageReference.TryParse(name, out var reference, out problem))
        {
            problem = $"`{text}` is not an image: {problem}; write `ghcr.io/acme/shop@sha256:...`, `oci:PATH` or `docker:NAME`";
        }
        else if (!isEngine && !mayResolve && reference.Digest is null)
        {
            problem = $"`{text}` has no digest: its tag can mean another image by the time it is used; give `name@sha256:...`, or set `resolve: true` to take what the tag means now";
        }

        location = problem is null ? new ImageLocation(text) { Reference = reference, EngineName = isEngine ? name : null } : null;
        return problem is null;
    }

    // `docker:5000/shop` is a registry whose host is called docker.
    private static bool IsPort(ReadOnlySpan<char> rest) => rest.IndexOf('/') is > 0 and var slash && !rest[..slash].ContainsAnyExceptInRange('0', '9');

    private static bool IsIdentifier(string name) => name.StartsWith("sha256:", StringComparison.Ordinal) && Digest.TryParse(name, out _);
}
