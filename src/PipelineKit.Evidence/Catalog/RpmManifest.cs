namespace PipelineKit.Evidence;

/// <summary>
/// The packages of Azure Linux and CBL-Mariner images without a package manager: <c>/var/lib/rpmmanifest/container-manifest-2</c>, ten columns with tabs between:
/// name, version-release, installed, built, vendor, epoch, size, architecture, epoch as a number, source package.
/// </summary>
internal static class RpmManifest
{
    internal static List<FoundPackage> Read(ReadOnlyMemory<byte> content)
    {
        var text = ControlReader.Decode(content.Span);
        var packages = new List<FoundPackage>();
        var number = 0;
        for (var position = 0; ControlReader.TryTakeLine(text, ref position, out var line);)
        {
            number++;
            if (line.IsWhiteSpace())
            {
                continue;
            }

            var columns = line.ToString().Split('\t');
            if (columns.Length != 10 || columns[0].Length == 0 || columns[1].Length == 0)
            {
                throw new UnreadableFileException($"line {number} has not the ten columns of a package");
            }

            packages.Add(new FoundPackage("rpm", "", columns[0], columns[1])
            {
                Architecture = Said(columns[7]),
                Epoch = Said(columns[8]) is "0" ? "" : Said(columns[8]),
                Supplier = Said(columns[4]),
                Upstream = Said(columns[9]),
            });
        }

        return packages;
    }

    private static string Said(string text) => text is "(none)" ? "" : text;
}
