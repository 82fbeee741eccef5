using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Xunit;

namespace PipelineKit.Sigstore.Tests;

/// <summary>CVE-2022-36056 and CVE-2026-22703 for every kind of entry: artifact, signature and signer must all be the bundle's.</summary>
public sealed class EntryBodyTests
{
    private const string Type = DsseEnvelope.InTotoPayload;

    private static readonly Forge Forge = new();
    private static readonly byte[] Leaf = Forge.Issue();
    private static readonly byte[] Payload = "{}"u8.ToArray();
    private static readonly byte[] OfPayload = Forge.Sign(Pae.Encode(Type, Payload));
    private static readonly byte[] OfContent = Forge.Sign(Forge.Content);

    private static readonly DsseContent Envelope = new(new DsseEnvelope(Type, Payload, [new DsseSignature(OfPayload)]));
    private static readonly MessageSignature Message = new(null, default, OfContent);

    /// <summary>Bodies that are right, and where in each the three parts are.</summary>
    private static readonly Dictionary<string, (string Kind, string Version, BundleContent Content, Func<JsonObject> Spec, string[] Parts)> Bodies = new(StringComparer.Ordinal)
    {
        ["hashedrekord 0.0.1"] = ("hashedrekord", "0.0.1", Message, () => Json($$$"""
            {"data":{"hash":{"algorithm":"sha256","value":"{{{Hex(Forge.Content)}}}"} },"signature":{"content":"{{{B64(OfContent)}}}","publicKey":{"content":"{{{Pem(Leaf)}}}"} } }
            """), ["data.hash.value", "signature.content", "signature.publicKey.content"]),
        ["hashedrekord 0.0.2"] = ("hashedrekord", "0.0.2", Message, () => V2(Forge.Content, OfContent), V2Parts),
        ["hashedrekord 0.0.2 of an envelope"] = ("hashedrekord", "0.0.2", Envelope, () => V2(Pae.Encode(Type, Payload), OfPayload), V2Parts),
        ["dsse 0.0.1"] = ("dsse", "0.0.1", Envelope, () => Json($$$"""
            {"envelopeHash":{"algorithm":"sha256","value":"00"},"payloadHash":{"algorithm":"sha256","value":"{{{Hex(Payload)}}}"},"signatures":[{"signature":"{{{B64(OfPayload)}}}","verifier":"{{{Pem(Leaf)}}}"}] }
            """), ["payloadHash.value", "signatures.0.signature", "signatures.0.verifier"]),
        ["intoto 0.0.2"] = ("intoto", "0.0.2", Envelope, () => Json($$$"""
            {"content":{"envelope":{"payloadType":"{{{Type}}}","signatures":[{"sig":"{{{B64(Encoding.ASCII.GetBytes(B64(OfPayload)))}}}","publicKey":"{{{Pem(Leaf)}}}"}] },"payloadHash":{"algorithm":"sha256","value":"{{{Hex(Payload)}}}"} } }
            """), ["content.payloadHash.value", "content.envelope.signatures.0.sig", "content.envelope.signatures.0.publicKey", "content.envelope.payloadType"]),
    };

    public static TheoryData<string> Kinds => new(Bodies.Keys);

    private static string[] V2Parts => ["hashedRekordV002.data.digest", "hashedRekordV002.signature.content", "hashedRekordV002.signature.verifier.x509Certificate.rawBytes"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void All_parts_must_be_the_bundles(string name)
    {
        var (kind, version, content, spec, parts) = Bodies[name];

        Assert.Null(Problem(kind, version, content, spec()));
        foreach (var part in parts)
        {
            var changed = spec();
            Change(changed, part);
            Assert.NotNull(Problem(kind, version, content, changed));
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void No_part_may_be_missing(string name)
    {
        var (kind, version, content, spec, parts) = Bodies[name];
        foreach (var part in parts)
        {
            var changed = spec();
            var (parent, last) = Find(changed, part);
            _ = parent.AsObject().Remove(last);
            _ = Assert.Throws<SigstoreFormatException>(() => Problem(kind, version, content, changed));
        }
    }

    [Fact]
    public void Kind_and_version_must_be_known_and_those_the_bundle_says()
    {
        var body = Encoding.UTF8.GetBytes("""{"kind":"hashedrekord","apiVersion":"0.0.1","spec":{}}""");

        Assert.Contains("the bundle says dsse", EntryBody.Problem(Entry("dsse", "0.0.1", body), Subject(Message)), StringComparison.Ordinal);
        Assert.Contains("not known", Problem("hashedrekord", "0.0.1", Envelope, []), StringComparison.Ordinal);
        Assert.Contains("not known", Problem("intoto", "0.0.1", Envelope, []), StringComparison.Ordinal);
        Assert.Contains("not known", Problem("rpm", "0.0.1", Message, []), StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_is_compared_with_the_key_and_never_stands_for_a_certificate()
    {
        var spki = Forge.Key.ExportSubjectPublicKeyInfo();
        var spec = V2(Forge.Content, OfContent);
        spec["hashedRekordV002"]!["signature"]!["verifier"] = new JsonObject { ["publicKey"] = new JsonObject { ["rawBytes"] = B64(spki) } };
        var byKey = new EntrySubject(Message, Artifact.Of(Forge.Content), Certificate: null, VerificationKey.FromSpki(spki));
        var other = byKey with { Key = VerificationKey.FromPem(new Forge().Key.ExportSubjectPublicKeyInfoPem()) };

        Assert.Null(EntryBody.Problem(Entry("hashedrekord", "0.0.2", Body("hashedrekord", "0.0.2", spec)), byKey));
        Assert.Contains("another key", EntryBody.Problem(Entry("hashedrekord", "0.0.2", Body("hashedrekord", "0.0.2", spec)), other), StringComparison.Ordinal);
        Assert.Contains("a certificate", Problem("hashedrekord", "0.0.2", Message, spec), StringComparison.Ordinal);
        Assert.Contains("signed with a key", EntryBody.Problem(Entry("hashedrekord", "0.0.2", Body("hashedrekord", "0.0.2", V2(Forge.Content, OfContent))), byKey), StringComparison.Ordinal);
    }

    private static string? Problem(string kind, string version, BundleContent content, JsonObject spec) =>
        EntryBody.Problem(Entry(kind, version, Body(kind, version, spec)), Subject(content));

    private static byte[] Body(string kind, string version, JsonObject spec) =>
        Encoding.UTF8.GetBytes(new JsonObject { ["kind"] = kind, ["apiVersion"] = version, ["spec"] = spec.DeepClone() }.ToJsonString());

    private static TransparencyLogEntry Entry(string kind, string version, byte[] body) => new(0, new byte[32], kind, version, 0, null, null, body);

    private static EntrySubject Subject(BundleContent content) => new(content, Artifact.Of(Forge.Content), Leaf, VerificationKey.FromSpki(Forge.Key.ExportSubjectPublicKeyInfo()));

    private static JsonObject V2(byte[] data, byte[] signature) => Json($$$"""
        {"hashedRekordV002":{"data":{"algorithm":"SHA2_256","digest":"{{{B64(SHA256.HashData(data))}}}"},"signature":{"content":"{{{B64(signature)}}}","verifier":{"keyDetails":"PKIX_ECDSA_P256_SHA_256","x509Certificate":{"rawBytes":"{{{B64(Leaf)}}}"} } } } }
        """);

    private static void Change(JsonObject spec, string path)
    {
        var (parent, last) = Find(spec, path);
        var value = parent[last]!.GetValue<string>();
        parent[last] = value.Length == 64 ? new string('0', 64)
            : path.EndsWith("payloadType", StringComparison.Ordinal) ? "text/plain"
            : path.EndsWith(".sig", StringComparison.Ordinal) ? B64(Encoding.ASCII.GetBytes(B64(OfContent)))
            : path.EndsWith("signature", StringComparison.Ordinal) || path.EndsWith("content", StringComparison.Ordinal) && !path.Contains("publicKey", StringComparison.Ordinal) ? B64([.. OfPayload, 0])
            : path.EndsWith("digest", StringComparison.Ordinal) ? B64(new byte[32])
            : path.EndsWith("rawBytes", StringComparison.Ordinal) ? B64(Forge.Issue())
            : Pem(Forge.Issue());
    }

    private static (JsonNode Parent, string Last) Find(JsonNode node, string path)
    {
        var steps = path.Split('.');
        foreach (var step in steps[..^1])
        {
            node = node is JsonArray array ? array[0]! : node[step]!;
        }

        return (node, steps[^1]);
    }

    private static JsonObject Json(string text) => JsonNode.Parse(text)!.AsObject();

    private static string B64(byte[] bytes) => Convert.ToBase64String(bytes);

    private static string Hex(byte[] data) => Convert.ToHexStringLower(SHA256.HashData(data));

    private static string Pem(byte[] certificate) => B64(Encoding.ASCII.GetBytes(PemEncoding.WriteString("CERTIFICATE", certificate)));
}
