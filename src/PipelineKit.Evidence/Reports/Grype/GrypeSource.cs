using System.Text.Json;

namespace PipelineKit.Evidence;

/// <summary>What Grype scanned: the member <c>source</c>, whose <c>target</c> is an object for an image and a text for everything else.</summary>
internal static class GrypeSource
{
    private const int UserInput = 0;
    private const int ImageId = 1;
    private const int ManifestDigest = 2;
    private const int RepoDigests = 3;
    private const int Architecture = 4;
    private const int Os = 5;
    private const int Variant = 6;
    private const int Layers = 7;

    private static readonly MemberTable Members = new("target");
    private static readonly MemberTable Target = new("userInput", "imageID", "manifestDigest", "repoDigests", "architecture", "os", "variant", "layers");
    private static readonly MemberTable Layer = new("digest");

    /// <summary>Reads it.</summary>
    public static SubjectFacts Read(ref JsonScan reader, TextPool texts)
    {
        var subject = new SubjectFacts();
        if (reader.EnterObject())
        {
            var seen = 0UL;
            while (reader.NextMember(Members, ref seen) != JsonRead.End)
            {
                subject = reader.TokenType == JsonTokenType.String ? subject with { Name = reader.Text(texts)! } : ReadTarget(ref reader, texts);
            }
        }

        return subject;
    }

    private static SubjectFacts ReadTarget(ref JsonScan reader, TextPool texts)
    {
        if (!reader.EnterObject())
        {
            return new SubjectFacts();
        }

        var values = new string?[Layers];
        List<string>? repositories = null;
        List<string>? layers = null;
        var seen = 0UL;
        for (int member; (member = reader.NextMember(Target, ref seen)) != JsonRead.End;)
        {
            switch (member)
            {
                case RepoDigests:
                    repositories = reader.Texts(texts);
                    break;
                case Layers:
                    layers = ReadLayers(ref reader, texts);
                    break;
                default:
                    values[member] = reader.Text(texts);
                    break;
            }
        }

        return new SubjectFacts
        {
            Name = values[UserInput] ?? "",
            Manifests = Digests.Of([values[ManifestDigest] ?? "", .. repositories ?? []]),
            Configs = Digests.Of(values[ImageId]),
            DiffIds = Digests.Of(layers),
            Platform = PlatformName.Of(values[Os], values[Architecture], values[Variant]),
        };
    }

    private static List<string> ReadLayers(ref JsonScan reader, TextPool texts)
    {
        var digests = new List<string>();
        if (reader.EnterArray())
        {
            while (reader.NextElement())
            {
                if (!reader.EnterObject())
                {
                    continue;
                }

                var seen = 0UL;
                while (reader.NextMember(Layer, ref seen) != JsonRead.End)
                {
                    digests.Add(reader.Text(texts) ?? "");
                }
            }
        }

        return digests;
    }
}
