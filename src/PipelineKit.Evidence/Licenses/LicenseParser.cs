namespace PipelineKit.Evidence;

/// <summary>The grammar of SPDX 2.3 annex D.2: <c>+</c> binds closest, then WITH, AND, OR.</summary>
internal sealed class LicenseParser(string text)
{
    private const int MaximumLength = 8192;
    private const int MaximumPairs = 500;
    private const int MaximumDepth = 64;

    private int _at;
    private int _pairs;
    private int _depth;
    private string? _problem;

    /// <summary>Whether every identifier so far is on the list.</summary>
    public bool IsKnown { get; private set; } = true;

    public LicenseNode? Parse(out string? problem)
    {
        var node = text.Length > MaximumLength ? Fail($"is longer than {MaximumLength} characters") : Either();
        SkipSpace();
        node = node is not null && _at < text.Length ? Fail($"has '{Word()}' where AND, OR, WITH or the end is expected") : node;
        problem = _problem;
        return node;
    }

    private LicenseNode? Either() => Pairs(needsBoth: false);

    private LicenseNode? Pairs(bool needsBoth)
    {
        var left = needsBoth ? One() : Pairs(needsBoth: true);
        while (left is not null && TakeWord(needsBoth ? "AND" : "OR"))
        {
            if (++_pairs > MaximumPairs)
            {
                return Fail($"has more than {MaximumPairs} licences");
            }

            var right = needsBoth ? One() : Pairs(needsBoth: true);
            left = right is null ? null : new LicenseNode(left, right, needsBoth);
        }

        return left;
    }

    private LicenseNode? One()
    {
        SkipSpace();
        if (_at < text.Length && text[_at] == '(')
        {
            _at++;
            if (++_depth > MaximumDepth)
            {
                return Fail($"is nested more than {MaximumDepth} deep");
            }

            var inner = Either();
            SkipSpace();
            if (inner is null || _at >= text.Length || text[_at] != ')')
            {
                return inner is null ? null : Fail("lacks a ')'");
            }

            _at++;
            _depth--;
            return inner;
        }

        var word = Word();
        _at += word.Length;
        if (word.Length == 0 || IsOperator(word))
        {
            return Fail(word.Length == 0 && _at == text.Length ? "ends where a licence is expected" : $"has '{(word.Length == 0 ? text[_at..(_at + 1)] : word)}' where a licence is expected");
        }

        var license = License(word);
        if (license is null || !TakeWord("WITH"))
        {
            return license is null ? null : new LicenseNode(license);
        }

        SkipSpace();
        var exception = Word();
        _at += exception.Length;
        if (exception.Length == 0 || IsOperator(exception))
        {
            return Fail("has WITH without an exception behind it");
        }

        var isReference = IsReference(exception, "AdditionRef-");
        var known = isReference ? exception : SpdxLists.Exception(exception);
        IsKnown &= known is not null;
        return new LicenseNode($"{license} WITH {known ?? exception}");
    }

    /// <summary>The identifier in the spelling of SPDX, with its <c>+</c>.</summary>
    private string? License(string word)
    {
        if (SpdxLists.License(word) is { } listed)
        {
            return listed;
        }

        if (IsReference(word, "LicenseRef-"))
        {
            return word;
        }

        var plain = word.TrimEnd('+');
        if (plain.Length == 0 || word.Length - plain.Length > 1 || plain.Contains('+', StringComparison.Ordinal) || plain.Contains(':', StringComparison.Ordinal)
            || IsReference(plain, "LicenseRef-"))
        {
            Fail($"has '{word}', which is no identifier: letters, digits, '.' and '-'");
            return null;
        }

        var known = SpdxLists.License(plain);
        IsKnown &= known is not null;
        return (known ?? plain) + (plain.Length < word.Length ? "+" : "");
    }

    /// <summary><c>LicenseRef-x</c>, or one of another document: <c>DocumentRef-y:LicenseRef-x</c>.</summary>
    private static bool IsReference(string word, string prefix)
    {
        var colon = word.IndexOf(':', StringComparison.Ordinal);
        var local = word[(colon + 1)..];
        return local.Length > prefix.Length && local.StartsWith(prefix, StringComparison.Ordinal) && !word.Contains('+', StringComparison.Ordinal) && !local.Contains(':', StringComparison.Ordinal)
            && (colon < 0 || (colon > 12 && word.StartsWith("DocumentRef-", StringComparison.Ordinal)));
    }

    private static bool IsOperator(string word) => word is "AND" or "OR" or "WITH" or "and" or "or" or "with";

    private bool TakeWord(string word)
    {
        SkipSpace();
        var next = Word();
        var isNext = IsOperator(next) && next.Equals(word, StringComparison.OrdinalIgnoreCase);
        _at += isNext ? next.Length : 0;
        return isNext;
    }

    private string Word()
    {
        var end = _at;
        while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] is '.' or '-' or '+' or ':'))
        {
            end++;
        }

        return text[_at..end];
    }

    private void SkipSpace()
    {
        while (_at < text.Length && (text[_at] is ' ' or '\t' or '\r' or '\n'))
        {
            _at++;
        }
    }

    private LicenseNode? Fail(string problem)
    {
        _problem ??= problem;
        return null;
    }
}
