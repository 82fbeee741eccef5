namespace PipelineKit.Evidence;

/// <summary>
/// What the policy says about a licence. Of <c>A OR B</c> the better one counts, of <c>A AND B</c> the worse. An entry of a list without a wildcard comes before one with, and within these denied before review before allowed;
/// a licence that is denied or to be looked at is so with <c>+</c> and with any exception too; what is no SPDX expression of known identifiers is unknown, unless a list names it as it stands.
/// </summary>
internal sealed class LicenseJudge(LicenseRules rules, PurlCache purls)
{
    /// <summary>The text that stands for a component without a licence.</summary>
    internal const string NoLicense = "NOASSERTION";

    private static readonly LicenseVerdict Allowed = new(GateAction.Allow, "");
    private static readonly LicenseList[] Lists = [LicenseList.Allow, LicenseList.Others, LicenseList.Review, LicenseList.Deny];

    private readonly Dictionary<string, LicenseVerdict> _known = new(StringComparer.Ordinal);
    private readonly PackagePattern[] _except = [.. rules.Except.Select(e => new PackagePattern(e))];

    /// <summary>What is to be done about this licence of this package.</summary>
    internal LicenseVerdict Judge(string text, PackageIdentity package, string packageKey)
    {
        if (!rules.Any)
        {
            return Allowed;
        }

        if (!_known.TryGetValue(text, out var verdict))
        {
            verdict = Judge(text);
            _known.Add(text, verdict);
        }

        foreach (var pattern in _except)
        {
            if (verdict.Action > GateAction.Allow && pattern.Fits(package, packageKey, purls))
            {
                return Allowed;
            }
        }

        return verdict;
    }

    private LicenseVerdict Judge(string text)
    {
        if (List(text, isExact: true) is { } named)
        {
            return Verdict(named);
        }

        if (text is NoLicense or "NONE" || !LicenseExpression.TryParse(text, out var expression, out _) || !expression.IsKnown)
        {
            return new LicenseVerdict(rules.Unknown, GateReasons.LicenseUnknown);
        }

        var accepted = new List<LicenseList>();
        foreach (var list in Lists.OrderBy(l => Verdict(l).Action))
        {
            accepted.Add(list);
            if (expression.IsSatisfiedBy(id => accepted.Contains(ListOf(id))))
            {
                return Verdict(list);
            }
        }

        return Verdict(LicenseList.Deny);
    }

    // Expressions ask with `X+` and `X WITH Y` too: what denies X, or wants a person to look at it, means those as well, unless a list names them as they stand.
    private LicenseList ListOf(string id)
    {
        if (List(id, isExact: true) is { } named)
        {
            return named;
        }

        var end = id.IndexOf(" WITH ", StringComparison.Ordinal);
        var plain = (end < 0 ? id : id[..end]).TrimEnd('+');
        var bare = plain == id ? null : List(plain, isExact: true);
        return bare is LicenseList.Deny or LicenseList.Review ? bare.Value
            : List(id, isExact: false) ?? (List(plain, isExact: false) is (LicenseList.Deny or LicenseList.Review) and var wide ? wide : rules.Allow.Count > 0 ? LicenseList.Others : LicenseList.Allow);
    }

    private LicenseList? List(string text, bool isExact) =>
        Names(rules.Deny, text, isExact) ? LicenseList.Deny
        : Names(rules.Review, text, isExact) ? LicenseList.Review
        : Names(rules.Allow, text, isExact) ? LicenseList.Allow
        : null;

    private static bool Names(IReadOnlyList<string> list, string text, bool isExact)
    {
        foreach (var entry in list)
        {
            if (isExact ? string.Equals(entry, text, StringComparison.OrdinalIgnoreCase) : Glob.Name(entry.ToLowerInvariant(), text.ToLowerInvariant()))
            {
                return true;
            }
        }

        return false;
    }

    private LicenseVerdict Verdict(LicenseList list) => list switch
    {
        LicenseList.Deny => new LicenseVerdict(GateAction.Block, GateReasons.LicenseDenied),
        LicenseList.Review => new LicenseVerdict(GateAction.Review, GateReasons.LicenseReview),
        LicenseList.Others => new LicenseVerdict(rules.Others, GateReasons.LicenseOther),
        _ => Allowed,
    };

    private enum LicenseList
    {
        Allow,
        Others,
        Review,
        Deny,
    }
}

/// <summary>What is to be done about a licence.</summary>
/// <param name="Action">What.</param>
/// <param name="Code">The reason; empty when allowed.</param>
internal sealed record LicenseVerdict(GateAction Action, string Code);
