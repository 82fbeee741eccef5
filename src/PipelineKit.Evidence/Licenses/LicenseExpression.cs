using System.Diagnostics.CodeAnalysis;

namespace PipelineKit.Evidence;

/// <summary>An SPDX licence expression (SPDX 2.3 annex D, 3.0 annex B), parsed: identifiers, <c>+</c>, <c>WITH</c>, <c>AND</c>, <c>OR</c>, parentheses, LicenseRef, AdditionRef.</summary>
public sealed class LicenseExpression
{
    private readonly LicenseNode _root;

    private LicenseExpression(string text, LicenseNode root, bool isKnown)
    {
        (Text, _root, IsKnown) = (text, root, isKnown);
        var identifiers = new List<string>();
        root.Collect(identifiers);
        Identifiers = identifiers;
    }

    /// <summary>As written.</summary>
    public string Text { get; }

    /// <summary>Whether every identifier is on the SPDX list (or a LicenseRef).</summary>
    public bool IsKnown { get; }

    /// <summary>The identifiers in it, each once, in the order of the text: <c>X</c>, <c>X+</c>, <c>X WITH Y</c>.</summary>
    public IReadOnlyList<string> Identifiers { get; }

    /// <summary>
    /// Parses; identifiers are matched without regard to case and given back as SPDX spells them. An identifier that is not on the list is kept as it is written (<see cref="IsKnown"/> is false then).
    /// A few names that many packages write in place of an identifier (<c>Apache License 2.0</c>, <c>GPLv2+</c>) are read as what they mean.
    /// </summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out LicenseExpression? expression, [NotNullWhen(false)] out string? problem)
    {
        var parser = new LicenseParser(SpdxLists.Spelling(text.Trim()) ?? text);
        var root = parser.Parse(out problem);
        expression = root is null ? null : new LicenseExpression(text, root, parser.IsKnown);
        problem = root is null ? problem ?? "is no licence expression" : null;
        return root is not null;
    }

    /// <summary>
    /// Whether one may use it when exactly the licences of which <paramref name="isAllowed"/> says yes may be used: AND needs both, OR needs one.
    /// It is asked with the texts of <see cref="Identifiers"/>: a list of what is denied has to look behind a <c>+</c> and before a <c>WITH</c> itself.
    /// </summary>
    public bool IsSatisfiedBy(Func<string, bool> isAllowed) => _root.IsSatisfiedBy(isAllowed);

    /// <summary>In canonical spelling; an AND in an OR stands in parentheses too.</summary>
    public override string ToString() => _root.ToString();
}
