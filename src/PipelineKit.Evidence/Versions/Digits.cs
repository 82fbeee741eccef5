namespace PipelineKit.Evidence;

/// <summary>Numbers of any length, as text: version numbers overflow every integer type (dates with seconds, commit counts).</summary>
internal static class Digits
{
    /// <summary>Compares two runs of ASCII digits by value; leading zeros do not count, and nothing is zero.</summary>
    public static int Compare(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        left = left.TrimStart('0');
        right = right.TrimStart('0');
        return left.Length != right.Length ? left.Length.CompareTo(right.Length) : left.SequenceCompareTo(right);
    }

    /// <summary>How many characters at the beginning are digits.</summary>
    public static int Count(ReadOnlySpan<char> text)
    {
        var length = text.IndexOfAnyExceptInRange('0', '9');
        return length < 0 ? text.Length : length;
    }

    /// <summary>Whether there are digits and nothing else.</summary>
    public static bool AreAll(ReadOnlySpan<char> text) => text.Length > 0 && Count(text) == text.Length;
}
