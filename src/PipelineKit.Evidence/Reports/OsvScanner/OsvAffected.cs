namespace PipelineKit.Evidence;

/// <summary>One package a record is about, and the versions that mend it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Ecosystem">Its ecosystem as OSV spells it.</param>
/// <param name="Fixes">Versions with a fix, of ranges of versions (not of commits).</param>
/// <param name="HasRanges">Whether there are such ranges.</param>
internal sealed record OsvAffected(string Name, string Ecosystem, IReadOnlyList<string> Fixes, bool HasRanges)
{
    private static readonly MemberTable Members = new("package", "ranges");
    private static readonly MemberTable PackageMembers = new("name", "ecosystem");
    private static readonly MemberTable RangeMembers = new("type", "events");
    private static readonly MemberTable EventMembers = new("fixed");

    /// <summary>Reads it.</summary>
    public static OsvAffected Read(ref JsonScan reader, TextPool texts)
    {
        var names = new[] { "", "" };
        var fixes = new List<string>();
        var hasRanges = false;
        if (reader.EnterObject())
        {
            var seen = 0UL;
            for (int member; (member = reader.NextMember(Members, ref seen)) != JsonRead.End;)
            {
                if (member == 0)
                {
                    ReadPackage(ref reader, texts, names);
                }
                else if (reader.EnterArray())
                {
                    while (reader.NextElement())
                    {
                        hasRanges |= ReadRange(ref reader, texts, fixes);
                    }
                }
            }
        }

        return new OsvAffected(names[0], names[1], fixes, hasRanges);
    }

    private static void ReadPackage(ref JsonScan reader, TextPool texts, string[] names)
    {
        if (reader.EnterObject())
        {
            var seen = 0UL;
            for (int member; (member = reader.NextMember(PackageMembers, ref seen)) != JsonRead.End;)
            {
                names[member] = reader.Text(texts) ?? "";
            }
        }
    }

    private static bool ReadRange(ref JsonScan reader, TextPool texts, List<string> fixes)
    {
        var type = "";
        var own = new List<string>();
        if (reader.EnterObject())
        {
            var seen = 0UL;
            for (int member; (member = reader.NextMember(RangeMembers, ref seen)) != JsonRead.End;)
            {
                if (member == 0)
                {
                    type = reader.Text(texts) ?? "";
                }
                else if (reader.EnterArray())
                {
                    while (reader.NextElement())
                    {
                        ReadEvent(ref reader, texts, own);
                    }
                }
            }
        }

        if (type is "" or "GIT")
        {
            return false;
        }

        fixes.AddRange(own);
        return true;
    }

    private static void ReadEvent(ref JsonScan reader, TextPool texts, List<string> fixes)
    {
        if (reader.EnterObject())
        {
            var seen = 0UL;
            while (reader.NextMember(EventMembers, ref seen) != JsonRead.End)
            {
                if (reader.Text(texts) is { Length: > 0 } version)
                {
                    fixes.Add(version);
                }
            }
        }
    }
}
