namespace PipelineKit.Schedules;

/// <summary>A time zone: changes of its offset that are listed, and after the last of them a rule (RFC 9636).</summary>
internal sealed class ZoneRules
{
    private readonly int _first;
    private readonly long[] _times;
    private readonly int[] _offsets;
    private readonly ZoneFooter _footer;

    /// <summary>A zone with these changes.</summary>
    /// <param name="first">The offset before the first change, seconds east of UTC.</param>
    /// <param name="times">When it changes, seconds since 1970, sorted.</param>
    /// <param name="offsets">The offset from each of these on.</param>
    /// <param name="footer">The rule afterwards.</param>
    internal ZoneRules(int first, long[] times, int[] offsets, ZoneFooter footer)
    {
        _first = first;
        _times = times;
        _offsets = offsets;
        _footer = footer;
    }

    /// <summary>The zone of that name of the IANA database, letter for letter: as the machine knows it, else as the program does; null when neither does.</summary>
    internal static ZoneRules? Find(string name) => IsName(name) ? ZoneFile.Find(name) ?? ZoneTable.Find(name) : null;

    /// <summary>The name that was probably meant; null for none.</summary>
    internal static string? Suggest(string name) => Yaml.Suggestion.For(name, ZoneTable.Names()) ?? ZoneTable.Names().FirstOrDefault(n => n.EndsWith("/" + name, StringComparison.OrdinalIgnoreCase));

    /// <summary>What the wall clock shows.</summary>
    internal DateTime Local(DateTimeOffset at)
    {
        var local = at.UtcDateTime.AddSeconds(OffsetAt(at.ToUnixTimeSeconds()));
        return DateTime.SpecifyKind(local, DateTimeKind.Unspecified);
    }

    /// <summary>When the clock is changed next; null for never.</summary>
    internal DateTimeOffset? NextTransition(DateTimeOffset at)
    {
        var seconds = at.ToUnixTimeSeconds();
        var next = Index(seconds) + 1;
        var time = next < _times.Length ? _times[next] : _footer.NextTransition(seconds);
        return time is { } found ? DateTimeOffset.FromUnixTimeSeconds(found) : null;
    }

    internal int OffsetAt(long seconds) =>
        Index(seconds) switch
        {
            -1 when _times.Length > 0 => _first,
            var index when index < _times.Length - 1 => _offsets[index],
            _ => _footer.OffsetAt(seconds),
        };

    // The last change that is not later; -1 before the first.
    private int Index(long seconds)
    {
        var found = Array.BinarySearch(_times, seconds);
        return found >= 0 ? found : ~found - 1;
    }

    private static bool IsName(string name) =>
        name.Length is > 0 and <= 64 && char.IsAsciiLetter(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '_' or '-' or '+') && !name.Contains("//", StringComparison.Ordinal);
}
