namespace PipelineKit.Evidence;

/// <summary>The package of a match.</summary>
/// <param name="Package">It.</param>
/// <param name="Path">The first place it was found at, or null.</param>
/// <param name="Layer">The layer of that, or null.</param>
internal sealed record GrypeArtifact(PackageIdentity Package, string? Path, string? Layer)
{
    private const int Name = 0;
    private const int Version = 1;
    private const int Type = 2;
    private const int Purl = 3;
    private const int Locations = 4;

    private static readonly MemberTable Members = new("name", "version", "type", "purl", "locations");
    private static readonly MemberTable LocationMembers = new("path", "layerID");

    /// <summary>Reads it.</summary>
    public static GrypeArtifact? Read(ref JsonScan reader, FindingCollector collector)
    {
        if (!reader.EnterObject())
        {
            return null;
        }

        string? name = null, version = null, type = null, purl = null, path = null, layer = null;
        var seen = 0UL;
        for (int member; (member = reader.NextMember(Members, ref seen)) != JsonRead.End;)
        {
            switch (member)
            {
                case Name:
                    name = reader.Text(collector.Texts);
                    break;
                case Version:
                    version = reader.Text(collector.Texts);
                    break;
                case Type:
                    type = reader.Text(collector.Texts);
                    break;
                case Purl:
                    purl = reader.Text(collector.Texts);
                    break;
                case Locations:
                    (path, layer) = ReadLocations(ref reader, collector.Texts);
                    break;
            }
        }

        return new GrypeArtifact(collector.Package(GrypeCoverage.Ecosystem(type), name, version, purl), path, layer);
    }

    private static (string? Path, string? Layer) ReadLocations(ref JsonScan reader, TextPool texts)
    {
        string? path = null, layer = null;
        if (reader.EnterArray())
        {
            var isFirst = true;
            while (reader.NextElement())
            {
                if (!isFirst || !reader.EnterObject())
                {
                    reader.Pass();
                    continue;
                }

                isFirst = false;
                var seen = 0UL;
                for (int member; (member = reader.NextMember(LocationMembers, ref seen)) != JsonRead.End;)
                {
                    var text = reader.Text(texts) is { Length: > 0 } own ? own : null;
                    (path, layer) = member == 0 ? (text, layer) : (path, text);
                }
            }
        }

        return (path, layer);
    }
}
