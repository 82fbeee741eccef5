using System.Text;

namespace PipelineKit.Manifests.Rendered;

/// <summary>Collects findings and uses of one stream, each place once.</summary>
internal sealed class PinReport(PinCheckOptions options)
{
    private const int LongestShown = 600;

    /// <summary>More findings than this say nothing that these do not.</summary>
    private const int MostFindings = 1000;
    private readonly HashSet<(int Start, string Digest)> _used = [];
    private readonly HashSet<(int Start, string Value)> _found = [];
    private readonly ImageRule[] _excluded = [.. options.Exclude.Select(pattern => new ImageRule(ImageRuleKind.Key, pattern))];

    internal List<PinFinding> Findings { get; } = [];

    internal List<PinnedUse> Uses { get; } = [];

    /// <summary>Records a judgement.</summary>
    /// <param name="judgement">The verdict.</param>
    /// <param name="text">What was judged.</param>
    /// <param name="place">Where it stands in the stream.</param>
    /// <param name="document">The document.</param>
    /// <param name="where">Makes the place for people; asked for findings only.</param>
    internal void Add(in PinJudgement judgement, ReadOnlySpan<byte> text, ByteSpan place, int document, PinPlace where)
    {
        if (judgement.Verdict is not { } verdict)
        {
            if (_used.Add((place.Start, judgement.Digest!.Text)))
            {
                Uses.Add(new PinnedUse(document, place.Start, place.Length, judgement.Repository!.Name, judgement.Tag, judgement.Digest!));
            }

            return;
        }

        if (Findings.Count >= MostFindings)
        {
            return;
        }

        // A text with escapes has one place for all that is in it, so the place alone does not say that this was found before.
        var value = Encoding.UTF8.GetString(text);
        if (_found.Add((place.Start, value)) && !IsExcluded(value, judgement))
        {
            var shown = value.Length <= LongestShown ? value : value[..LongestShown] + "...";
            Findings.Add(new PinFinding(verdict, document, place.Start, place.Length, shown, where.ToString(), PinMessages.Of(verdict, shown, judgement), PinMessages.Remedy(verdict)));
        }
    }

    private bool IsExcluded(string value, in PinJudgement judgement)
    {
        if (_excluded.Length == 0)
        {
            return false;
        }

        var name = judgement.Repository?.Name ?? (Oci.ImageReference.TryParse(value, out var reference, out _) ? $"{reference.Registry}/{reference.Repository}" : value);
        return Array.Exists(_excluded, rule => rule.Matches(value) || rule.Matches(name));
    }
}
