using System.Buffers;
using System.Text;

namespace PipelineKit.Manifests.Rendered;

/// <summary>Texts: YAML and JSON inside of scalars, and names of repositories of the lock anywhere.</summary>
internal sealed partial class PinScan
{
    private const int DeepestText = 4;
    private const int ShortestText = 7;

    // Longer ones are no references.
    private const int LongestReference = 1024;
    private const int LargestText = 2 << 20;
    private static readonly SearchValues<byte> ReferenceBytes = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-/:@"u8);
    private static readonly RenderedYamlLimits TextLimits = new() { MaximumBytes = LargestText, MaximumNodes = 200_000, RequiresObjects = false };

    /// <summary>Looks for names of the lock's repositories in all texts.</summary>
    internal void Texts()
    {
        var hits = new List<int>();
        _subject.Pins.Needles.Search(_yaml.Text.Span, hits);
        if (hits.Count == 0)
        {
            return;
        }

        ArrangeJudged();
        foreach (var hit in hits)
        {
            var node = NodeAt(hit);
            if (node >= 0 && (_yaml.Cells[node].Flags & CellFlags.Escapes) == CellFlags.None)
            {
                Mention(_yaml.Text.Span, hit, node);
            }
        }
    }

    /// <summary>What may be inside of a quoted or block scalar.</summary>
    private void Within(int node)
    {
        ref var cell = ref _yaml.Cells[node];
        var raw = _yaml.Text.Span.Slice(cell.Start, cell.Length);
        var hasEscapes = (cell.Flags & CellFlags.Escapes) != CellFlags.None;
        if (!hasEscapes && (raw.Length < ShortestText || raw.IndexOf((byte)':') < 0 || !MayHoldImages(raw)))
        {
            return;
        }

        var text = _yaml.IsVerbatim(node) ? _yaml.Text.Slice(_yaml.Span(node).Start, raw.Length) : Encoding.UTF8.GetBytes(_yaml.ValueText(node));
        if (hasEscapes)
        {
            EscapedText(node, text.Span);
        }

        if ((outer?.Depth ?? 0) >= DeepestText || text.Span.IndexOfAny((byte)':', (byte)'{') < 0)
        {
            return;
        }

        using var inner = RenderedYaml.Read(text, TextLimits);
        var scan = new PinScan(inner, _subject, new OuterText(_yaml, node, outer?.Document ?? _document, outer));
        scan.Keys();
        scan.DamagedLines();
        for (var i = 0; i < scan._judgedStarts.Count; i++)
        {
            Judged(scan.Outside(scan._judgedStarts[i]), scan.Outside(scan._judgedEnds[i]));
        }
    }

    private static bool MayHoldImages(ReadOnlySpan<byte> text) =>
        text.IndexOf("mage"u8) >= 0 || text.IndexOf("MAGE"u8) >= 0 || text.IndexOf("repository"u8) >= 0 || text.IndexOf("newTag"u8) >= 0 || text.IndexOf((byte)'\\') >= 0;

    private void Judged(int start, int end)
    {
        _areSorted &= _judgedStarts.Count == 0 || _judgedStarts[^1] <= start;
        _judgedStarts.Add(start);
        _judgedEnds.Add(end);
    }

    private void ArrangeJudged()
    {
        if (!_areSorted)
        {
            var (starts, ends) = (_judgedStarts.ToArray(), _judgedEnds.ToArray());
            Array.Sort(starts, ends);
            _judgedStarts.Clear();
            _judgedStarts.AddRange(starts);
            _judgedEnds.Clear();
            _judgedEnds.AddRange(ends);
        }
    }

    private int Outside(int inside) => outer!.OffsetOneOut(inside);

    private void EscapedText(int node, ReadOnlySpan<byte> text)
    {
        var hits = new List<int>();
        _subject.Pins.Needles.Search(text, hits);
        foreach (var hit in hits)
        {
            Mention(text, hit, node);
        }
    }

    /// <summary>Judges what stands around a hit, if it names a repository of the lock.</summary>
    private void Mention(ReadOnlySpan<byte> text, int hit, int node)
    {
        if (hit > 0 && ReferenceBytes.Contains(text[hit - 1]) && !FollowsScheme(text[..hit]))
        {
            return;
        }

        var rest = text.Slice(hit, Math.Min(LongestReference, text.Length - hit));
        var length = rest.IndexOfAnyExcept(ReferenceBytes);
        var token = (length < 0 ? rest : rest[..length]).TrimEnd(".:-_/@"u8);
        var name = NameOf(token);
        var repository = _subject.Pins.Find(name);
        if (repository is null && !IsOtherSpelling(name))
        {
            return;
        }

        if (token.Length == name.Length && !IsCertainAlone(token))
        {
            return;
        }

        if (repository is not null && name.IndexOf((byte)'/') < 0 && PinMention.IsSomethingElse(repository, token[..name.Length], token[name.Length..], isAlone: token.Length == text.Length || IsAssigned(text[..hit])))
        {
            return;
        }

        var isRaw = text.Length == _yaml.Text.Length;
        if (isRaw && IsJudged(hit))
        {
            return;
        }

        var span = isRaw ? new ByteSpan(hit, token.Length) : _yaml.Span(node);
        var place = outer is null ? span : new ByteSpan(outer.Offset(span.Start), span.Length);
        _subject.Report.Add(_subject.Judge.Judge(token), token, place, outer?.Document ?? _yaml.DocumentAt(span.Start), new PinPlace(_yaml, node, outer?.Place));
    }

    private bool IsOtherSpelling(ReadOnlySpan<byte> name) =>
        name.IndexOf((byte)'/') >= 0
        && Oci.ImageReference.TryParse(Encoding.UTF8.GetString(name), out var reference, out _) && _subject.Pins.Find(reference) is not null;

    private static ReadOnlySpan<byte> NameOf(ReadOnlySpan<byte> token)
    {
        var at = token.IndexOf((byte)'@');
        var name = at < 0 ? token : token[..at];
        var colon = name.LastIndexOf((byte)':');
        return colon > name.LastIndexOf((byte)'/') ? name[..colon] : name;
    }

    /// <summary>A name without tag and digest is an image only if it has its registry; otherwise it can be the name of anything.</summary>
    private static bool IsCertainAlone(ReadOnlySpan<byte> name)
    {
        var slash = name.IndexOf((byte)'/');
        return slash > 0 && name[..slash].IndexOfAny((byte)'.', (byte)':') >= 0;
    }

    private static bool IsAssigned(ReadOnlySpan<byte> before) => before.EndsWith("="u8);

    private static bool FollowsScheme(ReadOnlySpan<byte> before) => before.EndsWith("docker://"u8) || before.EndsWith("oci://"u8);

    private bool IsJudged(int offset)
    {
        // Pairs of start and end that do not overlap; the number of values that start no later decides which one it can be.
        var place = _judgedStarts.BinarySearch(offset);
        place = place < 0 ? ~place - 1 : place;
        return place >= 0 && offset < _judgedEnds[place];
    }

    /// <summary>The scalar or key that has a byte; -1 for a comment.</summary>
    private int NodeAt(int offset)
    {
        var cells = _yaml.Cells;
        var (low, high) = (0, _yaml.NodeCount - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            var begin = cells[middle].KeyStyle == ScalarStyle.Missing ? cells[middle].Start : cells[middle].KeyStart;
            if (begin <= offset)
            {
                low = middle;
            }
            else
            {
                high = middle - 1;
            }
        }

        if (high < 0)
        {
            return -1;
        }

        ref var cell = ref cells[low];
        var isInKey = cell.KeyStyle != ScalarStyle.Missing && offset >= cell.KeyStart && offset < cell.KeyStart + cell.KeyLength;
        return isInKey || (cell.Kind == YamlKind.Scalar && offset >= cell.Start && offset < cell.Start + cell.Length) ? low : -1;
    }
}
