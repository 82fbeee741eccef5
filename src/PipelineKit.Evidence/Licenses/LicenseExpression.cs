using System.Diagnostics.CodeAnalysis;

namespace PipelineKit.Evidence;

/// <summary>An SPDX licence expression (SPDX 2.3 annex D, 3.0 annex B), parsed: identifiers, <c>+</c>, <c>WITH</c>, <c>AND</c>, <c>OR</c>, parentheses, LicenseRef.</summary>
public sealed class LicenseExpression
{
    private LicenseExpression(string text) => Text = text;

    /// <summary>As written.</summary>
    public string Text { get; }

    /// <summary>Whether every identifier is on the SPDX list (or a LicenseRef).</summary>
    public bool IsKnown => throw new NotImplementedException();

    /// <summary>The identifiers in it, each once, exceptions as <c>X WITH Y</c>.</summary>
    public IReadOnlyList<string> Identifiers => throw new NotImplementedException();

    /// <summary>Parses; identifiers are matched without regard to case and given back as SPDX spells them.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out LicenseExpression? expression, [NotNullWhen(false)] out string? problem) => throw new NotImplementedException();

    /// <summary>Whether one may use it when exactly the licences of which <paramref name="isAllowed"/> says yes may be used: AND needs both, OR needs one.</summary>
    public bool IsSatisfiedBy(Func<string, bool> isAllowed) => throw new NotImplementedException();
}
