using System.Globalization;
using System.Text;

namespace PipelineKit.Ci;

/// <summary>
/// Puts a backslash into what a CI system could take for a command. Characters without width are looked through, because comparisons
/// by culture do so too: a zero-width space between the signs does not protect, and one smuggled in does not hide.
/// </summary>
internal static class CommandBreaker
{
    private const string Marker = "##vso";

    /// <summary>The line with its commands broken; the same text when there are none.</summary>
    internal static string Break(string line)
    {
        var places = new List<int>();
        AddLeadingColons(line, places);
        AddHashCommands(line, places);
        if (places.Count == 0)
        {
            return line;
        }

        var result = new StringBuilder(line.Length + places.Count);
        var from = 0;
        foreach (var place in places)
        {
            result.Append(line, from, place - from).Append('\\');
            from = place;
        }

        return result.Append(line, from, line.Length - from).ToString();
    }

    private static void AddLeadingColons(string line, List<int> places)
    {
        var first = NextVisible(line, 0, skipSpace: true);
        if (first < line.Length && line[first] == ':')
        {
            var second = NextVisible(line, first + 1, skipSpace: false);
            if (second < line.Length && line[second] == ':')
            {
                places.Add(first);
            }
        }
    }

    // Follows how much of `##vso` the last visible characters spell; `##[` ends one step earlier.
    private static void AddHashCommands(string line, List<int> places)
    {
        var (spelled, letter) = (0, 0);
        for (var i = line.IndexOf('#', StringComparison.Ordinal); i >= 0 && i < line.Length; i++)
        {
            var c = line[i];
            if (IsIgnorable(line, i))
            {
                continue;
            }

            if (spelled == 2 && c == '[')
            {
                places.Add(i);
            }

            letter = spelled == 2 ? i : letter;
            spelled = Next(spelled, c);
            if (spelled == Marker.Length)
            {
                places.Add(letter);
                spelled = 0;
            }
        }
    }

    private static int Next(int spelled, char c)
    {
        var folded = c == 'ſ' ? 's' : char.ToLowerInvariant(c);
        return folded == Marker[spelled] ? spelled + 1
            : c != '#' ? 0
            : spelled == 2 ? 2
            : 1;
    }

    private static int NextVisible(string line, int from, bool skipSpace)
    {
        var i = from;
        while (i < line.Length && (IsIgnorable(line, i) || (skipSpace && char.IsWhiteSpace(line[i]))))
        {
            i++;
        }

        return i;
    }

    /// <summary>Unicode's default ignorable code points, as far as a comparison could pass over them.</summary>
    private static bool IsIgnorable(string line, int index)
    {
        var c = line[index];
        return c >= '\u00AD' && (IsIgnorableMark(c) || CharUnicodeInfo.GetUnicodeCategory(line, index) == UnicodeCategory.Format || IsTag(line, index));
    }

    private static bool IsIgnorableMark(char c) =>
        c is '\u034F' or '\u115F' or '\u1160' or '\u17B4' or '\u17B5' or (>= '\u180B' and <= '\u180F')
            or (>= '\u200B' and <= '\u200F') or (>= '\u2060' and <= '\u206F') or '\u3164' or (>= '\uFE00' and <= '\uFE0F')
            or '\uFEFF' or '\uFFA0' or (>= '\uFFF0' and <= '\uFFF8');

    // Plane 14 (tags, variation selectors), and the low half that follows its high half.
    private static bool IsTag(string line, int index) =>
        IsPlane14(line[index]) || (char.IsLowSurrogate(line[index]) && index > 0 && IsPlane14(line[index - 1]));

    private static bool IsPlane14(char c) => c is >= '\uDB40' and <= '\uDB43';
}
