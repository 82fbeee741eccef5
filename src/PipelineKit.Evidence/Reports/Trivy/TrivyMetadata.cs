namespace PipelineKit.Evidence;

/// <summary>What was scanned: the member <c>Metadata</c>.</summary>
/// <param name="Subject">It, without its name.</param>
internal sealed record TrivyMetadata(SubjectFacts Subject)
{
    private const int Os = 0;
    private const int ImageId = 1;
    private const int DiffIds = 2;
    private const int RepoDigests = 3;
    private const int ImageConfig = 4;

    private static readonly MemberTable Members = new("OS", "ImageID", "DiffIDs", "RepoDigests", "ImageConfig");
    private static readonly MemberTable OsMembers = new("Family", "Name", "EOSL");
    private static readonly MemberTable ConfigMembers = new("architecture", "os", "variant");

    /// <summary>Nothing said.</summary>
    public TrivyMetadata()
        : this(new SubjectFacts())
    {
    }

    /// <summary>Reads it.</summary>
    public static TrivyMetadata Read(ref JsonScan reader, TextPool texts)
    {
        var subject = new SubjectFacts();
        if (!reader.EnterObject())
        {
            return new TrivyMetadata(subject);
        }

        var seen = 0UL;
        for (int member; (member = reader.NextMember(Members, ref seen)) != JsonRead.End;)
        {
            subject = member switch
            {
                Os => subject with { OperatingSystem = ReadOs(ref reader, texts) },
                ImageId => subject with { Configs = Digests.Of(reader.Text(texts)) },
                DiffIds => subject with { DiffIds = Digests.Of(reader.Texts(texts)) },
                RepoDigests => subject with { Manifests = Digests.Of(reader.Texts(texts)) },
                ImageConfig => subject with { Platform = ReadPlatform(ref reader, texts) },
                _ => subject,
            };
        }

        return new TrivyMetadata(subject);
    }

    private static OperatingSystemFacts? ReadOs(ref JsonScan reader, TextPool texts)
    {
        if (!reader.EnterObject())
        {
            return null;
        }

        var (family, version) = ("", "");
        var isEndOfLife = false;
        var seen = 0UL;
        for (int member; (member = reader.NextMember(OsMembers, ref seen)) != JsonRead.End;)
        {
            switch (member)
            {
                case 0:
                    family = reader.Text(texts) ?? "";
                    break;
                case 1:
                    version = reader.Text(texts) ?? "";
                    break;
                default:
                    isEndOfLife = reader.Truth() ?? false;
                    break;
            }
        }

        // Trivy leaves false out. "none" is what it writes for an image without a distribution.
        return family is "" or "none" ? null : new OperatingSystemFacts(family, version, isEndOfLife);
    }

    private static string? ReadPlatform(ref JsonScan reader, TextPool texts)
    {
        if (!reader.EnterObject())
        {
            return null;
        }

        var parts = new string?[3];
        var seen = 0UL;
        for (int member; (member = reader.NextMember(ConfigMembers, ref seen)) != JsonRead.End;)
        {
            parts[member] = reader.Text(texts);
        }

        return PlatformName.Of(parts[1], parts[0], parts[2]);
    }
}
