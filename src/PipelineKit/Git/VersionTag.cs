using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace PipelineKit.Git;

/// <summary>A tag that names a version: <c>v4.2.2</c>, <c>1.0</c>, <c>codeql-bundle-v2.20.1</c>, <c>name/v1.2.3-rc.1</c>.</summary>
public sealed class VersionTag
{
    private const int MaximumNumbers = 4;
    private const int MaximumDigits = 18;
    private static readonly SearchValues<char> Separators = SearchValues.Create("-/_@");
    private readonly long[] _numbers;
    private readonly string _preRelease;

    /// <summary>
    /// Precedence as in Semantic Versioning 2.0.0, section 11, missing numbers counting 0; of equals the one that says more numbers is later.
    /// Prefixes are not compared.
    /// </summary>
    public static IComparer<VersionTag> Precedence { get; } = Comparer<VersionTag>.Create(Compare);

    private VersionTag(string text, string prefix, bool hasV, long[] numbers, string preRelease)
    {
        Text = text;
        Prefix = prefix;
        HasV = hasV;
        _numbers = numbers;
        _preRelease = preRelease;
    }

    /// <summary>The tag.</summary>
    public string Text { get; }

    /// <summary>What stands before the version, its separator included; empty for most.</summary>
    public string Prefix { get; }

    /// <summary>Whether a <c>v</c> stands before the first number.</summary>
    public bool HasV { get; }

    /// <summary>How many numbers the version has: 3 in <c>v4.2.2</c>.</summary>
    public int Numbers => _numbers.Length;

    /// <summary>Whether it is a pre-release: something other than build metadata follows the numbers.</summary>
    public bool IsPreRelease => _preRelease.Length > 0;

    /// <summary>Reads a tag; false when it names no version.</summary>
    public static bool TryParse(string tag, [NotNullWhen(true)] out VersionTag? version)
    {
        // A prefix may have numbers of its own: of all the places where a version can begin, one with a `v` counts, then the one with most numbers.
        version = Starts(tag).Select(s => ParseAt(tag, s)).OfType<VersionTag>().OrderByDescending(v => (v.HasV, v.Numbers)).FirstOrDefault();
        return version is not null;
    }

    private static int Compare(VersionTag one, VersionTag other)
    {
        for (var i = 0; i < MaximumNumbers; i++)
        {
            var order = one._numbers.ElementAtOrDefault(i).CompareTo(other._numbers.ElementAtOrDefault(i));
            if (order != 0)
            {
                return order;
            }
        }

        var preRelease = ComparePreRelease(one._preRelease, other._preRelease);
        return preRelease != 0 ? preRelease : one.Numbers.CompareTo(other.Numbers);
    }

    /// <inheritdoc />
    public override string ToString() => Text;

    private static IEnumerable<int> Starts(string tag)
    {
        for (var start = 0; start < tag.Length; start++)
        {
            if (start == 0 || Separators.Contains(tag[start - 1]))
            {
                yield return start;
            }
        }
    }

    private static VersionTag? ParseAt(string tag, int start)
    {
        var hasV = start < tag.Length && tag[start] is 'v' or 'V';
        var numbers = new List<long>();
        var at = hasV ? start + 1 : start;
        while (true)
        {
            var end = at;
            while (end < tag.Length && char.IsAsciiDigit(tag[end]))
            {
                end++;
            }

            if (end == at || end - at > MaximumDigits || numbers.Count == MaximumNumbers)
            {
                return null;
            }

            numbers.Add(long.Parse(tag.AsSpan(at, end - at), NumberStyles.None, CultureInfo.InvariantCulture));
            at = end + 1;
            if (end + 1 >= tag.Length || tag[end] != '.' || !char.IsAsciiDigit(tag[end + 1]))
            {
                return Rest(tag, end) is { } rest ? new VersionTag(tag, tag[..start], hasV, [.. numbers], rest) : null;
            }
        }
    }

    // What follows the numbers: nothing, a pre-release (-rc.1, rc1, .beta), build metadata (+abc); a slash means the numbers were a folder.
    private static string? Rest(string tag, int end)
    {
        var rest = tag[end..];
        var plus = rest.IndexOf('+', StringComparison.Ordinal);
        rest = plus < 0 ? rest : rest[..plus];
        return rest.Contains('/', StringComparison.Ordinal) || rest is "." or "-" ? null : rest.TrimStart('-', '.', '_');
    }

    private static int ComparePreRelease(string left, string right)
    {
        if (left.Length == 0 || right.Length == 0)
        {
            return (left.Length == 0).CompareTo(right.Length == 0);
        }

        var a = left.Split('.', '-');
        var b = right.Split('.', '-');
        for (var i = 0; i < Math.Min(a.Length, b.Length); i++)
        {
            var isLeft = long.TryParse(a[i], NumberStyles.None, CultureInfo.InvariantCulture, out var x);
            var isRight = long.TryParse(b[i], NumberStyles.None, CultureInfo.InvariantCulture, out var y);
            var order = (isLeft, isRight) switch
            {
                (true, true) => x.CompareTo(y),
                (true, false) => -1,
                (false, true) => 1,
                _ => string.CompareOrdinal(a[i], b[i]),
            };
            if (order != 0)
            {
                return order;
            }
        }

        return a.Length.CompareTo(b.Length);
    }
}
