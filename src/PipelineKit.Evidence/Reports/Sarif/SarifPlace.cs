namespace PipelineKit.Evidence;

/// <summary>Where a result is: the first of its locations.</summary>
/// <param name="Path">The file, or null.</param>
/// <param name="Line">1-based line, or null.</param>
internal sealed record SarifPlace(string? Path, int? Line)
{
    private static readonly MemberTable Members = new("physicalLocation");
    private static readonly MemberTable Physical = new("artifactLocation", "region");
    private static readonly MemberTable Artifact = new("uri");
    private static readonly MemberTable Region = new("startLine");

    /// <summary>Reads <c>locations</c>.</summary>
    public static SarifPlace Read(ref JsonScan reader, TextPool texts)
    {
        var place = new SarifPlace(null, null);
        if (reader.EnterArray())
        {
            var isFirst = true;
            while (reader.NextElement())
            {
                if (isFirst && reader.EnterObject())
                {
                    var seen = 0UL;
                    while (reader.NextMember(Members, ref seen) != JsonRead.End)
                    {
                        place = ReadPhysical(ref reader, texts);
                    }
                }
                else
                {
                    reader.Pass();
                }

                isFirst = false;
            }
        }

        return place;
    }

    private static SarifPlace ReadPhysical(ref JsonScan reader, TextPool texts)
    {
        string? path = null;
        int? line = null;
        if (reader.EnterObject())
        {
            var seen = 0UL;
            for (int member; (member = reader.NextMember(Physical, ref seen)) != JsonRead.End;)
            {
                if (member == 0)
                {
                    path = SarifRule.ReadOne(ref reader, Artifact, texts);
                }
                else if (reader.EnterObject())
                {
                    var inRegion = 0UL;
                    while (reader.NextMember(Region, ref inRegion) != JsonRead.End)
                    {
                        line = reader.Integer();
                    }
                }
            }
        }

        return new SarifPlace(string.IsNullOrEmpty(path) ? null : path, line > 0 ? line : null);
    }
}
