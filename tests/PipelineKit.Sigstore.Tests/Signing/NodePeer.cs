using System.Text.Json;
using System.Text.Json.Nodes;
using PipelineKit.Testing;

namespace PipelineKit.Sigstore.Tests.Signing;

/// <summary>The independent implementation: the npm packages of sigstore-js, in scripts of tests/peers.</summary>
internal sealed class NodePeer : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly string _node = Peer.Program("node");

    internal NodePeer()
    {
        Peer.NodeModule("@sigstore/verify/package.json");
        Peer.NodeModule("@sigstore/sign/package.json");
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>For each bundle null when @sigstore/verify verifies it, else its reason.</summary>
    /// <param name="trustedRoot">The trusted root's JSON.</param>
    /// <param name="cases">The bundles with the settings of the script, and what was signed (null for a statement).</param>
    internal async Task<string?[]> VerifyAsync(byte[] trustedRoot, params (SigstoreBundle Bundle, byte[]? Artifact, JsonObject Settings)[] cases)
    {
        var root = _folder.Write("trusted_root.json", trustedRoot);
        var all = new JsonArray();
        foreach (var (bundle, artifact, settings) in cases)
        {
            settings["bundle"] = _folder.Write($"{all.Count}.bundle.json", bundle.ToJson());
            settings["trustedRoot"] = root;
            settings["artifact"] = artifact is null ? null : _folder.Write($"{all.Count}.artifact", artifact);
            all.Add(settings);
        }

        var result = (await RunAsync("sigstore-verify.js", all)).Expect(0);
        return [.. JsonNode.Parse(result.Output)!.AsArray().Select(n => (string?)n)];
    }

    /// <summary>Bundles made by @sigstore/sign against these services, in the order of the requests.</summary>
    internal async Task<SigstoreBundle[]> SignAsync(FakeSigstore services, params PeerRequest[] requests)
    {
        var all = new JsonArray();
        foreach (var request in requests)
        {
            all.Add(new JsonObject
            {
                ["artifact"] = _folder.Write($"{all.Count}.artifact", request.Content),
                ["payloadType"] = request.IsStatement ? DsseEnvelope.InTotoPayload : null,
                ["token"] = services.Identities.GitHub(),
                ["fulcio"] = services.Fulcio.AbsoluteUri,
                ["rekor"] = request.LogVersion == 0 ? null : (request.LogVersion == 1 ? services.RekorV1 : services.RekorV2).AbsoluteUri,
                ["rekorVersion"] = request.LogVersion,
                ["entryType"] = "dsse",
                ["timestamps"] = request.Timestamps ? services.Timestamps.AbsoluteUri : null,
                ["bundle"] = Path.Combine(_folder.Path, $"{all.Count}.made.json"),
            });
        }

        (await RunAsync("sigstore-sign.js", all)).Expect(0);
        return [.. requests.Select((_, i) => SigstoreBundle.Parse(File.ReadAllBytes(Path.Combine(_folder.Path, $"{i}.made.json"))))];
    }

    private async Task<ChildResult> RunAsync(string script, JsonArray settings)
    {
        var file = _folder.Write("settings.json", settings.ToJsonString(new JsonSerializerOptions()));
        return await new Child(_node, Path.Combine(Peer.RepositoryRoot, "tests", "peers", script), file) { WorkingDirectory = _folder.Path }.RunAsync();
    }
}

/// <summary>What the peer is to sign.</summary>
/// <param name="Content">An artifact or statement.</param>
/// <param name="IsStatement">Whether it is a statement.</param>
/// <param name="LogVersion">The API version of the log; 0 for none.</param>
/// <param name="Timestamps">Whether with a timestamp.</param>
internal sealed record PeerRequest(byte[] Content, bool IsStatement, int LogVersion, bool Timestamps);
