namespace PipelineKit.Evidence;

/// <summary>The packages of Alpine Linux and its relatives: <c>/lib/apk/db/installed</c>, paragraphs of lines <c>X:value</c>.</summary>
internal static class ApkInstalled
{
    internal static List<FoundPackage> Read(ReadOnlyMemory<byte> content)
    {
        var text = ControlReader.Decode(content.Span);
        var packages = new List<FoundPackage>();
        var fields = new Dictionary<char, string>();
        var number = 0;
        for (var position = 0; ControlReader.TryTakeLine(text, ref position, out var line);)
        {
            number++;
            if (line.IsEmpty)
            {
                Finish(fields, packages, number);
            }
            else if (line.Length < 2 || line[1] != ':')
            {
                throw new UnreadableFileException($"line {number} is no field");
            }
            else if (line[0] is 'P' or 'V' or 'A' or 'L' or 'o' or 'm' && !fields.TryAdd(line[0], line[2..].ToString()))
            {
                throw new UnreadableFileException($"line {number} gives `{line[0]}` a second time");
            }
        }

        Finish(fields, packages, number + 1);
        return packages;
    }

    private static void Finish(Dictionary<char, string> fields, List<FoundPackage> packages, int line)
    {
        if (fields.Count == 0)
        {
            return;
        }

        if (fields.GetValueOrDefault('P', "") is not { Length: > 0 } name || fields.GetValueOrDefault('V', "") is not { Length: > 0 } version)
        {
            throw new UnreadableFileException($"the entry before line {line} has no name or no version");
        }

        var origin = fields.GetValueOrDefault('o', "");
        packages.Add(new FoundPackage("apk", "", name, version)
        {
            Architecture = fields.GetValueOrDefault('A', ""),
            Upstream = origin == name ? "" : origin,
            Supplier = fields.GetValueOrDefault('m', ""),
            Licenses = fields.GetValueOrDefault('L', "") is { Length: > 0 } license ? [license] : [],
        });
        fields.Clear();
    }
}
