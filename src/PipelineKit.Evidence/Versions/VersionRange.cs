using System.Diagnostics.CodeAnalysis;

namespace PipelineKit.Evidence;

/// <summary>A range of versions in the notation of VERS (<c>vers:deb/&gt;=1.0|&lt;1.2</c>), or short: <c>&lt;1.2</c>, <c>&gt;=1.0,&lt;1.2</c>, <c>1.2.3</c>, <c>*</c>.</summary>
public sealed class VersionRange
{
    private VersionRange(string text) => Text = text;

    /// <summary>As it was written.</summary>
    public string Text { get; }

    /// <summary>Parses; a short form takes the scheme given.</summary>
    public static bool TryParse(string text, VersionScheme scheme, [NotNullWhen(true)] out VersionRange? range, [NotNullWhen(false)] out string? problem) => throw new NotImplementedException();

    /// <summary>Whether the version is in the range; null when that cannot be said (a version that is none).</summary>
    public bool? Contains(string version) => throw new NotImplementedException();
}
