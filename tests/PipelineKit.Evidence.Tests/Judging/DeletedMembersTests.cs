using System.Text.Json.Nodes;
using Xunit;

namespace PipelineKit.Evidence.Tests.Judging;

/// <summary>Reports that pass, read by the real readers, with each of their members taken away in turn: what is no longer proof may not pass.</summary>
public sealed class DeletedMembersTests
{
    private static readonly string Hash = GateSamples.Image.Text;

    private static readonly string Grype = $$$"""
        {"matches":[],
         "source":{"type":"image","target":{"userInput":"app","imageID":"sha256:1111111111111111111111111111111111111111111111111111111111111111","manifestDigest":"{{{Hash}}}","repoDigests":["app@{{{Hash}}}"],"architecture":"amd64","os":"linux"}},
         "distro":{"name":"debian","version":"12","idLike":[]},
         "descriptor":{"name":"grype","version":"0.100.0","configuration":{"only-fixed":false,"ignore":[]},"db":{"status":{"schemaVersion":"v6.0.2","built":"2026-06-01T02:00:00Z","valid":true}},"timestamp":"2026-06-01T11:00:00Z"}}
        """;

    private static readonly string Trivy = $$$"""
        {"SchemaVersion":2,"Trivy":{"Version":"0.70.0"},"CreatedAt":"2026-06-01T11:00:00Z","ArtifactName":"app","ArtifactType":"container_image",
         "Metadata":{"OS":{"Family":"debian","Name":"12.5"},"ImageID":"sha256:1111111111111111111111111111111111111111111111111111111111111111","RepoDigests":["app@{{{Hash}}}"],"ImageConfig":{"architecture":"amd64","os":"linux"}},
         "Results":[{"Target":"app (debian 12.5)","Class":"os-pkgs","Type":"debian","Packages":[{"ID":"bash@1","Name":"bash","Version":"1","Identifier":{"PURL":"pkg:deb/debian/bash@1"}}]}]}
        """;

    // What nothing depends on, with the reason.
    private static readonly Dictionary<string, string> NotProof = new(StringComparer.Ordinal)
    {
        ["source.target.userInput"] = "a name",
        ["source.target.imageID"] = "the manifest is named too",
        ["source.target.manifestDigest"] = "repoDigests names it too",
        ["source.target.repoDigests"] = "manifestDigest names it too",
        ["source.target.repoDigests.0"] = "as above",
        ["source.type"] = "the digests say what it is",
        ["source.target.architecture"] = "the digest of a manifest is one platform's",
        ["source.target.os"] = "as architecture",
        ["distro.version"] = "no rule is about it",
        ["distro.idLike"] = "no rule is about it",
        ["descriptor.version"] = "no rule is about it",
        ["descriptor.configuration.ignore"] = "empty, as it would be without",
        ["descriptor.configuration.only-fixed"] = "false, as it would be without",
        ["descriptor.db.status.schemaVersion"] = "no rule is about it",
        ["descriptor.db.status.valid"] = "only false says something",
        ["Trivy"] = "the version; the scanner is known by the form",
        ["Trivy.Version"] = "no rule is about it",
        ["ArtifactName"] = "a name",
        ["ArtifactType"] = "the digests say what it is",
        ["Results.0.Class"] = "the type of the result says what was looked at",
        ["Metadata.OS"] = "the packages that were looked at are listed",
        ["Metadata.OS.Family"] = "as above",
        ["Metadata.OS.Name"] = "no rule is about it",
        ["Metadata.ImageID"] = "RepoDigests binds it",
        ["Metadata.ImageConfig"] = "the digest of a manifest is one platform's",
        ["Metadata.ImageConfig.architecture"] = "as above",
        ["Metadata.ImageConfig.os"] = "as above",
        ["Results.0.Target"] = "a name",
        ["Results.0.Packages"] = "the type of the result says what was looked at",
        ["Results.0.Packages.0"] = "as above",
        ["Results.0.Packages.0.ID"] = "a name",
        ["Results.0.Packages.0.Name"] = "a name",
        ["Results.0.Packages.0.Version"] = "of a package without findings",
        ["Results.0.Packages.0.Identifier"] = "of a package without findings",
        ["Results.0.Packages.0.Identifier.PURL"] = "of a package without findings",
    };

    public static TheoryData<string, string> Members()
    {
        var data = new TheoryData<string, string>();
        foreach (var report in new[] { nameof(Grype), nameof(Trivy) })
        {
            foreach (var path in Paths(JsonNode.Parse(Text(report))!, "").Where(p => !NotProof.ContainsKey(p)))
            {
                data.Add(report, path);
            }
        }

        return data;
    }

    [Theory]
    [InlineData(nameof(Grype))]
    [InlineData(nameof(Trivy))]
    public void The_whole_report_passes(string report) => Assert.Equal("Pass", Judge(Text(report), report));

    [Theory]
    [MemberData(nameof(Members))]
    public void Without_one_member_it_does_not_pass(string report, string path)
    {
        var root = JsonNode.Parse(Text(report))!;
        Remove(root, path.Split('.'));

        Assert.NotEqual("Pass", Judge(root.ToJsonString(), report));
    }

    [Fact]
    public void What_is_said_to_be_no_proof_exists() =>
        Assert.Empty(NotProof.Keys.Except(Paths(JsonNode.Parse(Grype)!, "").Concat(Paths(JsonNode.Parse(Trivy)!, "")), StringComparer.Ordinal));

    private static string Text(string report) => report == nameof(Grype) ? Grype : Trivy;

    // Trivy cannot say how old its data is nor what it left out, so less is asked of it.
    private static string Judge(string text, string report)
    {
        var rules = report == nameof(Grype)
            ? new EvidenceRules { ScanAge = TimeSpan.FromHours(24), DatabaseAge = TimeSpan.FromHours(24), FiltersMustBeSaid = true, Coverage = ["os"] }
            : new EvidenceRules { ScanAge = TimeSpan.FromHours(24), Coverage = ["os"] };
        return GateSamples.Blocking(GateSamples.Case(Read(text)) with { Policy = GateSamples.Policy(rules) });
    }

    private static EvidenceItem Read(string text)
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes(text);
        try
        {
            using var stream = new MemoryStream(bytes);
            return GateSamples.Item(EvidenceReader.Read(stream, "report.json", EvidenceLimits.Default, CancellationToken.None));
        }
        catch (EvidenceException e)
        {
            return new EvidenceItem("report.json", PipelineKit.Oci.Digest.Sha256(bytes), Document: null, e);
        }
    }

    private static IEnumerable<string> Paths(JsonNode node, string above)
    {
        var members = node switch
        {
            JsonObject map => map.Select(m => (m.Key, m.Value)),
            JsonArray list => list.Select((v, i) => (Key: i.ToString(), Value: v)),
            _ => [],
        };
        foreach (var (key, value) in members)
        {
            yield return above + key;
            foreach (var path in value is null ? [] : Paths(value, $"{above}{key}."))
            {
                yield return path;
            }
        }
    }

    private static void Remove(JsonNode node, ReadOnlySpan<string> path)
    {
        if (path.Length > 1)
        {
            Remove(node is JsonArray list ? list[int.Parse(path[0])]! : node[path[0]]!, path[1..]);
        }
        else if (node is JsonArray array)
        {
            array.RemoveAt(int.Parse(path[0]));
        }
        else
        {
            node.AsObject().Remove(path[0]);
        }
    }
}
