namespace PipelineKit.Evidence;

/// <summary>
/// The order of findings: by kind, severity (gravest first), identifier, package, version and package URL. Texts are compared once each and not for every pair: first they become their place among all texts of their kind, then the
/// findings are sorted by these numbers, the last of them first.
/// </summary>
internal static class FindingOrder
{
    internal static UnitedFinding[] Sort(UnitedFinding[] findings)
    {
        var order = new int[findings.Length];
        for (var i = 0; i < order.Length; i++)
        {
            order[i] = i;
        }

        var (ids, keys, kinds) = (new string[findings.Length], new string[findings.Length], new int[findings.Length]);
        for (var i = 0; i < findings.Length; i++)
        {
            (ids[i], keys[i]) = (findings[i].Id, findings[i].PackageKey);
            kinds[i] = ((int)findings[i].Kind * ((int)Severity.Critical + 1)) + (int)Severity.Critical - (int)findings[i].Severity;
        }

        order = By(order, Places(keys, out var count), count);
        order = By(order, Places(ids, out count), count);
        order = By(order, kinds, ((int)FindingKind.License + 1) * ((int)Severity.Critical + 1));
        var sorted = new UnitedFinding[findings.Length];
        for (var i = 0; i < order.Length; i++)
        {
            sorted[i] = findings[order[i]];
        }

        SortAlike(sorted);
        return sorted;
    }

    // Of each text its place among all different ones.
    private static int[] Places(string[] texts, out int count)
    {
        var known = new Dictionary<string, int>(StringComparer.Ordinal);
        var places = new int[texts.Length];
        for (var i = 0; i < texts.Length; i++)
        {
            if (!known.TryGetValue(texts[i], out places[i]))
            {
                known.Add(texts[i], places[i] = known.Count);
            }
        }

        var different = new string[known.Count];
        known.Keys.CopyTo(different, 0);
        Array.Sort(different, StringComparer.Ordinal);
        var byNumber = new int[different.Length];
        for (var i = 0; i < different.Length; i++)
        {
            byNumber[known[different[i]]] = i;
        }

        for (var i = 0; i < places.Length; i++)
        {
            places[i] = byNumber[places[i]];
        }

        count = different.Length;
        return places;
    }

    // What has the same number stays in its order.
    private static int[] By(int[] order, int[] numbers, int count)
    {
        var begins = new int[count + 1];
        foreach (var number in numbers)
        {
            begins[number + 1]++;
        }

        for (var i = 0; i < count; i++)
        {
            begins[i + 1] += begins[i];
        }

        var sorted = new int[order.Length];
        foreach (var i in order)
        {
            sorted[begins[numbers[i]]++] = i;
        }

        return sorted;
    }

    private static void SortAlike(UnitedFinding[] sorted)
    {
        for (var begin = 0; begin < sorted.Length;)
        {
            var end = begin + 1;
            while (end < sorted.Length && AreAlike(sorted[begin], sorted[end]))
            {
                end++;
            }

            if (end - begin > 1)
            {
                Array.Sort(sorted, begin, end - begin, ByVersion);
            }

            begin = end;
        }
    }

    private static bool AreAlike(UnitedFinding left, UnitedFinding right) => left.Id == right.Id && left.PackageKey == right.PackageKey && left.Kind == right.Kind && left.Severity == right.Severity;

    private static readonly IComparer<UnitedFinding> ByVersion = Comparer<UnitedFinding>.Create((left, right) =>
    {
        var order = string.CompareOrdinal(left.Package.Version, right.Package.Version);
        return order != 0 ? order : string.CompareOrdinal(left.Package.Purl, right.Package.Purl);
    });
}
