namespace PipelineKit.Evidence;

/// <summary>Alpine: <c>number{.number}{letter}{_suffix{number}}{~hash}{-r#}</c>, as apk-tools orders them. Tokens come in a fixed order; of two versions that are equal so far, the one whose next token stands earlier in it is the later version.</summary>
internal static class ApkOrder
{
    private enum Token
    {
        First,
        Number,
        Letter,
        Suffix,
        SuffixNumber,
        Hash,
        Revision,
        End,
        Invalid,
    }

    public static int? Compare(string left, string right)
    {
        if (!IsVersion(left) || !IsVersion(right))
        {
            return null;
        }

        var a = new Scanner(left);
        var b = new Scanner(right);
        a.Next();
        b.Next();
        for (; a.Token == b.Token && a.Token < Token.End; a.Next(), b.Next())
        {
            var order = CompareValues(a.Token, a.Value, b.Value);
            if (order != 0)
            {
                return order;
            }
        }

        return a.Token == b.Token ? 0
            : a.Token == Token.Suffix && Suffix(a.Value) < 0 ? -1
            : b.Token == Token.Suffix && Suffix(b.Value) < 0 ? 1
            : b.Token.CompareTo(a.Token);
    }

    private static bool IsVersion(string text)
    {
        var scanner = new Scanner(text);
        do
        {
            scanner.Next();
        }
        while (scanner.Token < Token.End);
        return scanner.Token == Token.End;
    }

    private static int CompareValues(Token token, ReadOnlySpan<char> left, ReadOnlySpan<char> right) => token switch
    {
        // With a leading zero a number after a dot is a fraction: 1.01 is before 1.1.
        Token.Number when left[0] == '0' || right[0] == '0' => left.SequenceCompareTo(right),
        Token.First or Token.Number or Token.SuffixNumber or Token.Revision => Digits.Compare(left, right),
        Token.Suffix => Suffix(left).CompareTo(Suffix(right)),
        _ => left.SequenceCompareTo(right),
    };

    /// <summary>Below zero for those before the version itself, above zero for those after it; zero for none that exists.</summary>
    private static int Suffix(ReadOnlySpan<char> name) => name switch
    {
        "alpha" => -4,
        "beta" => -3,
        "pre" => -2,
        "rc" => -1,
        "cvs" => 1,
        "svn" => 2,
        "git" => 3,
        "hg" => 4,
        "p" => 5,
        _ => 0,
    };

    private ref struct Scanner(ReadOnlySpan<char> text)
    {
        private ReadOnlySpan<char> _rest = text;
        private bool _isStarted;

        public Token Token { get; private set; }

        public ReadOnlySpan<char> Value { get; private set; }

        public void Next()
        {
            var c = _rest.IsEmpty ? '\0' : _rest[0];
            if (!_isStarted)
            {
                _isStarted = true;
                TakeDigits(0, Token.First);
            }
            else if (c == '\0')
            {
                Token = _rest.IsEmpty ? Token.End : Token.Invalid;
            }
            else if (c == '.' && Token <= Token.Number)
            {
                TakeDigits(1, Token.Number);
            }
            else if (char.IsAsciiLetterLower(c) && Token <= Token.Number)
            {
                Take(0, 1, Token.Letter);
            }
            else if (c == '_' && Token <= Token.SuffixNumber)
            {
                var length = _rest[1..].IndexOfAnyExceptInRange('a', 'z');
                Take(1, length < 0 ? _rest.Length - 1 : length, Token.Suffix);
                Token = Suffix(Value) == 0 ? Token.Invalid : Token;
            }
            else if (char.IsAsciiDigit(c) && Token == Token.Suffix)
            {
                TakeDigits(0, Token.SuffixNumber);
            }
            else if (c == '~' && Token < Token.Hash)
            {
                var length = 0;
                while (length + 1 < _rest.Length && char.IsAsciiHexDigitLower(_rest[length + 1]))
                {
                    length++;
                }

                Take(1, length, Token.Hash);
            }
            else if (_rest.StartsWith("-r") && Token < Token.Revision)
            {
                TakeDigits(2, Token.Revision);
            }
            else
            {
                Token = Token.Invalid;
            }
        }

        private void TakeDigits(int skip, Token token) => Take(skip, Digits.Count(_rest[skip..]), token);

        private void Take(int skip, int length, Token token)
        {
            Value = _rest.Slice(skip, length);
            _rest = _rest[(skip + length)..];
            Token = length == 0 ? Token.Invalid : token;
        }
    }
}
