namespace PipelineKit.Evidence;

/// <summary>
/// What Java archives are made of: their <c>pom.properties</c>, of which shaded ones have several, and archives in them two levels deep. Without one only a name and a
/// version are known, from the manifest or the file name, and no package URL.
/// </summary>
/// <param name="maximum">Most bytes of all files in it together.</param>
internal sealed class JavaArchive(int maximum)
{
    private const int MaximumDepth = 2;
    private const int MaximumText = 1 << 20;
    private const int MaximumFiles = 20_000;

    private readonly List<FoundPackage> _packages = [];
    private int _left = maximum;
    private int _files;

    internal static List<FoundPackage> Read(string path, ReadOnlyMemory<byte> content, int maximum)
    {
        var archive = new JavaArchive(maximum);
        archive.ReadArchive(path, content, depth: 0);
        return archive._packages;
    }

    private void ReadArchive(string path, ReadOnlyMemory<byte> content, int depth)
    {
        var directory = new ZipDirectory(content);
        var members = directory.Find(IsWanted);
        if ((_files += members.Count) > MaximumFiles)
        {
            throw new UnreadableFileException($"it has more than {MaximumFiles} archives and descriptions in it");
        }

        var before = _packages.Count;
        foreach (var member in members.Where(m => m.Name.EndsWith("/pom.properties", StringComparison.Ordinal)))
        {
            if (Coordinates(Take(directory, member, MaximumText)) is { } package)
            {
                _packages.Add(package);
            }
        }

        if (_packages.Count == before)
        {
            var manifest = members.Find(m => m.Name.Equals("META-INF/MANIFEST.MF", StringComparison.OrdinalIgnoreCase));
            _packages.Add(Guess(path, manifest is null ? [] : Take(directory, manifest, MaximumText)));
        }

        foreach (var member in members.Where(m => depth < MaximumDepth && IsArchive(m.Name)))
        {
            ReadArchive(member.Name, Take(directory, member, _left), depth + 1);
        }
    }

    private byte[] Take(ZipDirectory directory, ZipMember member, int most)
    {
        var content = directory.Read(member, Math.Min(most, _left));
        _left -= content.Length;
        return content;
    }

    private static bool IsWanted(string name) =>
        (name.StartsWith("META-INF/maven/", StringComparison.Ordinal) && name.EndsWith("/pom.properties", StringComparison.Ordinal))
        || name.Equals("META-INF/MANIFEST.MF", StringComparison.OrdinalIgnoreCase)
        || IsArchive(name);

    private static bool IsArchive(string name) =>
        name.EndsWith(".jar", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".war", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".ear", StringComparison.OrdinalIgnoreCase);

    private static FoundPackage? Coordinates(byte[] properties)
    {
        var text = ControlReader.Decode(properties);
        var (group, artifact, version) = ("", "", "");
        for (var position = 0; ControlReader.TryTakeLine(text, ref position, out var line);)
        {
            var equals = line.IndexOfAny('=', ':');
            var key = equals < 0 ? [] : line[..equals].Trim();
            var value = equals < 0 ? "" : line[(equals + 1)..].Trim().ToString();
            (group, artifact, version) = key switch
            {
                "groupId" => (value, artifact, version),
                "artifactId" => (group, value, version),
                "version" => (group, artifact, value),
                _ => (group, artifact, version),
            };
        }

        return group.Length > 0 && artifact.Length > 0 && version.Length > 0 ? new FoundPackage("maven", group, artifact, version) : null;
    }

    private static FoundPackage Guess(string path, byte[] manifest)
    {
        var reader = new ControlReader(manifest, isStrict: false);
        _ = reader.Next();
        var file = path[(path.LastIndexOf('/') + 1)..path.LastIndexOf('.')];
        var dash = 0;
        while (dash < file.Length && !(file[dash] == '-' && dash + 1 < file.Length && char.IsAsciiDigit(file[dash + 1])))
        {
            dash++;
        }

        var version = dash < file.Length ? file[(dash + 1)..] : First(reader["Implementation-Version"], reader["Bundle-Version"]);
        var name = dash < file.Length ? file[..dash] : First(reader["Bundle-SymbolicName"].Split(';')[0], reader["Implementation-Title"], file);
        return new FoundPackage("maven", "", name, version) { IsVague = true };
    }

    private static string First(params ReadOnlySpan<string> values)
    {
        foreach (var value in values)
        {
            if (value.Length > 0)
            {
                return value;
            }
        }

        return "";
    }
}
