namespace PipelineKit.Evidence;

/// <summary>Formats of bills of materials as policies name them: <c>cyclonedx</c>, <c>spdx&gt;=2.3</c>.</summary>
internal static class BomFormats
{
    /// <summary>Whether the document has one of the formats; an empty list means any.</summary>
    internal static bool Count(IReadOnlyList<string> formats, EvidenceDocument document)
    {
        foreach (var format in formats)
        {
            var at = format.IndexOf(">=", StringComparison.Ordinal);
            var family = (at < 0 ? format : format[..at]).Trim();
            if (family == Family(document.Format) && (at < 0 || IsAtLeast(Version(document), format[(at + 2)..].Trim())))
            {
                return true;
            }
        }

        return formats.Count == 0;
    }

    /// <summary>For people: <c>cyclonedx 1.4</c>.</summary>
    internal static string Name(EvidenceDocument document) => $"{Family(document.Format)} {Version(document)}".TrimEnd();

    private static string Family(EvidenceFormat format) => format is EvidenceFormat.Spdx2 or EvidenceFormat.Spdx3 ? "spdx" : format is EvidenceFormat.CycloneDx or EvidenceFormat.CycloneDxXml ? "cyclonedx" : "other";

    private static string Version(EvidenceDocument document) => document.FormatVersion.StartsWith("SPDX-", StringComparison.Ordinal) ? document.FormatVersion[5..] : document.FormatVersion;

    // By numbers between dots; what is no number is not at least anything.
    private static bool IsAtLeast(string version, string least)
    {
        var (have, need) = (version.Split('.'), least.Split('.'));
        for (var i = 0; i < need.Length; i++)
        {
            if (!int.TryParse(i < have.Length ? have[i] : "0", out var left) || !int.TryParse(need[i], out var right) || left < right)
            {
                return false;
            }

            if (left > right)
            {
                return true;
            }
        }

        return true;
    }
}
