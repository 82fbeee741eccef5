using System.Diagnostics.CodeAnalysis;

namespace PipelineKit.Evidence;

/// <summary>
/// A range of versions in the notation of VERS (<c>vers:deb/&gt;=1.0|&lt;1.2</c>), or short: <c>&lt;1.2</c>, <c>&gt;=1.0,&lt;1.2</c>, <c>1.2.3</c>, <c>*</c>. Alternatives of the short form stand between <c>||</c>.
/// </summary>
public sealed class VersionRange
{
    private const int MaximumConstraints = 512;
    private readonly VersionScheme _scheme;
    private readonly List<List<(string Operator, string Version)>> _alternatives;
    private readonly bool _isVers;

    private VersionRange(string text, VersionScheme scheme, List<List<(string Operator, string Version)>> alternatives, bool isVers) =>
        (Text, _scheme, _alternatives, _isVers) = (text, scheme, alternatives, isVers);

    /// <summary>As it was written.</summary>
    public string Text { get; }

    /// <summary>Parses; a short form takes the scheme given.</summary>
    public static bool TryParse(string text, VersionScheme scheme, [NotNullWhen(true)] out VersionRange? range, [NotNullWhen(false)] out string? problem)
    {
        range = null;
        problem = null;
        var rest = text.AsSpan().Trim();
        var isVers = rest.StartsWith("vers:", StringComparison.OrdinalIgnoreCase);
        if (isVers)
        {
            var slash = rest.IndexOf('/');
            if (slash < 6)
            {
                problem = "a VERS range is vers:SCHEME/CONSTRAINTS, for example vers:deb/>=1.0|<1.2";
                return false;
            }

            var name = rest[5..slash].ToString();
            scheme = VersionOrder.Of(name);
            if (scheme == VersionScheme.Unknown && !name.Equals("generic", StringComparison.OrdinalIgnoreCase))
            {
                problem = $"the order of versions of '{name}' is not known here";
                return false;
            }

            rest = rest[(slash + 1)..];
        }

        var alternatives = new List<List<(string, string)>>();
        var count = 0;
        foreach (var alternative in rest.ToString().Split(isVers ? "\0" : "||"))
        {
            var constraints = new List<(string, string)>();
            foreach (var part in alternative.Split(isVers ? '|' : ','))
            {
                problem = ++count > MaximumConstraints ? $"a range of more than {MaximumConstraints} constraints is not read" : ReadConstraint(part.Trim(), isVers, constraints);
                if (problem is not null)
                {
                    return false;
                }
            }

            alternatives.Add(constraints);
        }

        range = new VersionRange(text, scheme, alternatives, isVers);
        return true;
    }

    /// <summary>Whether the version is in the range; null when that cannot be said (a version that is none).</summary>
    public bool? Contains(string version)
    {
        bool? result = false;
        foreach (var alternative in _alternatives)
        {
            var isIn = _isVers ? InVers(alternative, version) : InAll(alternative, version);
            if (isIn == true)
            {
                return true;
            }

            result = isIn is null ? null : result;
        }

        return result;
    }

    private static string? ReadConstraint(string part, bool isVers, List<(string, string)> constraints)
    {
        var length = part.AsSpan().IndexOfAnyExcept("<>=!");
        var sign = length < 0 ? part : part[..length];
        var version = part[sign.Length..].Trim();
        if (sign is not ("" or "=" or "==" or "!=" or "<" or "<=" or ">" or ">="))
        {
            return $"'{sign}' is no comparison: <, <=, >, >=, = and != are";
        }

        if (version.Length == 0 || (version == "*" && sign.Length > 0) || version.AsSpan().ContainsAny(' ', ',', '|'))
        {
            return $"'{part}' is no constraint: a comparison and one version, for example >=1.2.3";
        }

        if (isVers && !PurlText.TryDecode(version, out version!))
        {
            return $"'{part}' is not percent-encoded UTF-8";
        }

        constraints.Add((sign is "=" or "==" ? "" : sign, version));
        return null;
    }

    private bool? InAll(List<(string Operator, string Version)> constraints, string version)
    {
        bool? result = true;
        foreach (var (sign, other) in constraints)
        {
            var holds = Holds(sign, version, other);
            if (holds == false)
            {
                return false;
            }

            result = holds is null ? null : result;
        }

        return result;
    }

    /// <summary>
    /// VERS: equal and unequal versions first; the rest are the ends of intervals in rising order, so the version is in when the nearest end below it opens upwards or the nearest end above it opens downwards (and no other end contradicts).
    /// </summary>
    private bool? InVers(List<(string Operator, string Version)> constraints, string version)
    {
        string? below = null, above = null, belowSign = null, aboveSign = null;
        foreach (var (sign, other) in constraints)
        {
            if (other == "*")
            {
                return true;
            }

            if (VersionOrder.Compare(_scheme, version, other) is not { } order)
            {
                return null;
            }

            if (order == 0)
            {
                return sign is "" or ">=" or "<=";
            }

            if (sign is "" or "!=")
            {
                continue;
            }

            if (order > 0 && (below is null || VersionOrder.Compare(_scheme, other, below) > 0))
            {
                (below, belowSign) = (other, sign);
            }
            else if (order < 0 && (above is null || VersionOrder.Compare(_scheme, other, above) < 0))
            {
                (above, aboveSign) = (other, sign);
            }
        }

        var hasOnlyExceptions = below is null && above is null && constraints.TrueForAll(c => c.Operator == "!=");
        return hasOnlyExceptions || (below is null ? aboveSign?[0] == '<' : belowSign![0] == '>');
    }

    private bool? Holds(string sign, string version, string other)
    {
        if (other == "*")
        {
            return true;
        }

        var order = VersionOrder.Compare(_scheme, version, other);
        return order is null ? null : sign switch
        {
            "" => order == 0,
            "!=" => order != 0,
            "<" => order < 0,
            "<=" => order <= 0,
            ">" => order > 0,
            _ => order >= 0,
        };
    }
}
