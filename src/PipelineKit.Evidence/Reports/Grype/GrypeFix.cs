namespace PipelineKit.Evidence;

/// <summary>What Grype knows of a fix.</summary>
/// <param name="State">Whether there is one.</param>
/// <param name="Versions">Versions with it.</param>
/// <param name="Since">Since when; null when not said.</param>
internal sealed record GrypeFix(FixState State, IReadOnlyList<string> Versions, DateTimeOffset? Since)
{
    private static readonly MemberTable Members = new("state", "versions", "available");
    private static readonly MemberTable Available = new("date");

    /// <summary>Reads it.</summary>
    public static GrypeFix Read(ref JsonScan reader, TextPool texts)
    {
        var (state, versions, since) = ("", (List<string>?)null, (DateTimeOffset?)null);
        if (reader.EnterObject())
        {
            var seen = 0UL;
            for (int member; (member = reader.NextMember(Members, ref seen)) != JsonRead.End;)
            {
                switch (member)
                {
                    case 0:
                        state = reader.Text(texts) ?? "";
                        break;
                    case 1:
                        versions = reader.Texts(texts);
                        break;
                    default:
                        since = ReadAvailable(ref reader);
                        break;
                }
            }
        }

        var fix = state switch
        {
            "fixed" => FixState.Fixed,
            "not-fixed" => FixState.NotFixed,
            "wont-fix" => FixState.WontFix,
            _ => FixState.Unknown,
        };
        return new GrypeFix(versions is { Count: > 0 } && fix == FixState.Unknown ? FixState.Fixed : fix, (IReadOnlyList<string>?)versions ?? [], since);
    }

    /// <summary>The earliest date of any version.</summary>
    private static DateTimeOffset? ReadAvailable(ref JsonScan reader)
    {
        DateTimeOffset? since = null;
        if (reader.EnterArray())
        {
            while (reader.NextElement())
            {
                if (reader.EnterObject())
                {
                    var seen = 0UL;
                    while (reader.NextMember(Available, ref seen) != JsonRead.End)
                    {
                        since = reader.Instant() is { } date && (since is null || date < since) ? date : since;
                    }
                }
            }
        }

        return since;
    }
}
