using Xunit;

namespace PipelineKit.EndToEnd.Sigstore;

/// <summary>The published program where there is no network at all, not even loopback: what is offline must need none.</summary>
public sealed class OfflineTests : IDisposable
{
    private const string Identity = "https://github.com/sigstore-conformance/extremely-dangerous-public-oidc-beacon/.github/workflows/extremely-dangerous-oidc-beacon.yml@refs/heads/main";
    private const string Image = "registry.example/a@sha256:a0cfc71271d6e278e57cd332ff957c3f7043fdda354c4cbb190a30d56efa01bf";

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableFact]
    public async Task A_bundle_of_the_public_instance_is_verified_with_the_embedded_root()
    {
        var run = await RunAsync("verify", "--offline", "--images", Image, "--bundle", Bundle("happy-path-v0.3-new-mediaType"), "--certificate-identity", Identity,
            "--certificate-oidc-issuer", "https://token.actions.githubusercontent.com");

        run.Expect(0);
        Assert.Contains("1 image verified", run.Output + run.Errors, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_forged_one_is_refused()
    {
        var run = await RunAsync("verify", "--offline", "--images", Image, "--bundle", Bundle("inclusion-proof-corrupted-hash_fail"), "--certificate-identity", Identity,
            "--certificate-oidc-issuer", "https://token.actions.githubusercontent.com");

        run.Expect(4);
        Assert.Contains("inclusion-proof-invalid", run.Output + run.Errors, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task What_the_demo_signs_and_verifies_needs_nobody() => (await RunAsync("demo")).Expect(0);

    private string Bundle(string name)
    {
        var file = Path.Combine(_folder.Path, "bundle.json");
        File.Copy(Peer.SharedData($"sigstore-bundles/{name}/bundle.sigstore.json"), file);
        return "bundle.json";
    }

    private async Task<ChildResult> RunAsync(params string[] arguments)
    {
        var program = await Published.BinaryAsync();
        var unshare = Peer.Program("unshare");
        var can = await new Child(unshare, "-rn", "true").RunAsync();
        Peer.Need(can.ExitCode == 0, "this machine does not let programs be run without its network (unshare -rn)");
        return await new Child(unshare, ["-rn", program, .. arguments])
        {
            WorkingDirectory = _folder.Path,
            Environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["HOME"] = _folder.Path },
        }.RunAsync();
    }
}
