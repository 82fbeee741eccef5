namespace PipelineKit.Evidence;

/// <summary>Why Snyk does not count an issue: entries of the <c>.snyk</c> file.</summary>
internal static class SnykFiltered
{
    private static readonly MemberTable Members = new("ignored", "patches");
    private static readonly MemberTable Entry = new("reason");

    /// <summary>Reads the member <c>filtered</c> of an issue.</summary>
    public static Suppression Read(ref JsonScan reader, TextPool texts)
    {
        var (status, reason) = ("ignored", "");
        if (reader.EnterObject())
        {
            var seen = 0UL;
            for (int member; (member = reader.NextMember(Members, ref seen)) != JsonRead.End;)
            {
                if (reader.EnterArray())
                {
                    while (reader.NextElement())
                    {
                        status = member == 0 ? "ignored" : "patched";
                        reason = SarifRule.ReadOne(ref reader, Entry, texts) is { Length: > 0 } text ? text : reason;
                    }
                }
            }
        }

        return new Suppression("ignore", status, FindingCollector.Title(reason));
    }
}
