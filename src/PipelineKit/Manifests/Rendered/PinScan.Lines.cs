namespace PipelineKit.Manifests.Rendered;

/// <summary>Lines of texts that are no YAML any more: templates of others, shell scripts with a manifest in them.</summary>
internal sealed partial class PinScan
{
    /// <summary>Looks for <c>image: name</c> on the lines of a text from its first fault on.</summary>
    private void DamagedLines()
    {
        var text = _yaml.Text.Span;
        foreach (var fault in _yaml.Errors)
        {
            var start = _yaml.DocumentCount == 0 ? 0 : text[..Math.Min(fault.Offset, text.Length)].LastIndexOf((byte)'\n') + 1;
            var end = fault.Document >= 0 && fault.Document + 1 < _yaml.DocumentCount ? Math.Max(start, _yaml.Document(fault.Document + 1).Start) : text.Length;
            while (start < end)
            {
                var length = text[start..end].IndexOf((byte)'\n');
                length = length < 0 ? end - start : length;
                Line(text.Slice(start, length));
                start += length + 1;
            }
        }
    }

    private void Line(ReadOnlySpan<byte> line)
    {
        var colon = line.IndexOf(": "u8);
        if (colon < 0 || !PinKeys.IsImage(line[..colon].TrimStart("- \t"u8).Trim("\"'"u8)))
        {
            return;
        }

        var value = line[(colon + 1)..].Trim(" \t\r"u8);
        var blank = value.IndexOf((byte)' ');
        value = (blank < 0 ? value : value[..blank]).Trim("\"',"u8);
        if (value.IndexOfAny("/:@"u8) < 0)
        {
            return;
        }

        var judgement = _subject.Judge.Judge(value);
        if (!judgement.IsNoReference && judgement.Verdict is not (null or PinVerdict.BadDigest) && !IsPictureOrDisk(value))
        {
            _yaml.Text.Span.Overlaps(value, out var offset);
            var place = new ByteSpan(outer!.Offset(offset), value.Length);
            _subject.Report.Add(judgement, value, place, outer.Document, outer.Place);
        }
    }
}
