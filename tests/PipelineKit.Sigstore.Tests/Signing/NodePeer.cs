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

    /// <summary>Whether @sigstore/verify verifies the bundle; its reason when it does not.</summary>
    /// <param name="bundle">The bundle's JSON.</param>
    /// <param name="trustedRoot">The trusted root's JSON.</param>
    /// <param name="artifact">What was signed, or null for a statement.</param>
    /// <param name="settings">The rest of the script's settings.</param>
    internal async Task<string?> VerifyAsync(byte[] bundle, byte[] trustedRoot, byte[]? artifact, JsonObject settings)
    {
        settings["bundle"] = _folder.Write("bundle.json", bundle);
        settings["trustedRoot"] = _folder.Write("trusted_root.json", trustedRoot);
        if (artifact is not null)
        {
            settings["artifact"] = _folder.Write("artifact", artifact);
        }

        var result = await RunAsync("sigstore-verify.js", settings);
        return result.ExitCode == 0 ? null : result.Errors;
    }

    /// <summary>A bundle made by @sigstore/sign against these services.</summary>
    internal async Task<byte[]> SignAsync(FakeSigstore services, byte[] artifact, string token, string? payloadType, int logVersion, bool timestamps, string? entryType = null)
    {
        var settings = new JsonObject
        {
            ["artifact"] = _folder.Write("artifact", artifact),
            ["payloadType"] = payloadType,
            ["token"] = token,
            ["fulcio"] = services.Fulcio.AbsoluteUri,
            ["rekor"] = logVersion == 0 ? null : (logVersion == 1 ? services.RekorV1 : services.RekorV2).AbsoluteUri,
            ["rekorVersion"] = logVersion,
            ["entryType"] = entryType,
            ["timestamps"] = timestamps ? services.Timestamps.AbsoluteUri : null,
            ["bundle"] = Path.Combine(_folder.Path, "made.json"),
        };
        (await RunAsync("sigstore-sign.js", settings)).Expect(0);
        return await File.ReadAllBytesAsync(Path.Combine(_folder.Path, "made.json"));
    }

    private async Task<ChildResult> RunAsync(string script, JsonObject settings)
    {
        var file = _folder.Write("settings.json", settings.ToJsonString(new JsonSerializerOptions()));
        return await new Child(_node, Path.Combine(Peer.RepositoryRoot, "tests", "peers", script), file) { WorkingDirectory = _folder.Path }.RunAsync();
    }
}
