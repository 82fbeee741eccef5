namespace PipelineKit.Benchmarks;

/// <summary>The published program verifies one bundle of the public instance offline, with process start.</summary>
internal sealed class SigstoreProcess(string binary, string data, int rounds, ResultTable table)
{
    private static readonly int[] Passed = [0];

    /// <summary>Verifies the same bundle in new processes.</summary>
    public async Task RunAsync()
    {
        using var folder = new Folder();
        File.Copy(Path.Combine(data, "sigstore-bundles/happy-path-v0.3-new-mediaType/bundle.sigstore.json"), Path.Combine(folder.Path, "bundle.json"));
        var samples = new List<Sample>();
        for (var round = 0; round < rounds * 5; round++)
        {
            samples.Add(await Stopwatches.RunAsync(
                folder.Path,
                Passed,
                binary,
                "verify",
                "--offline",
                "--images",
                "registry.example/a@sha256:a0cfc71271d6e278e57cd332ff957c3f7043fdda354c4cbb190a30d56efa01bf",
                "--bundle",
                "bundle.json",
                "--certificate-identity",
                "https://github.com/sigstore-conformance/extremely-dangerous-public-oidc-beacon/.github/workflows/extremely-dangerous-oidc-beacon.yml@refs/heads/main",
                "--certificate-oidc-issuer",
                "https://token.actions.githubusercontent.com"));
        }

        table.Add("verify a bundle v0.3 offline, with process start", samples, TimeSpan.FromMilliseconds(70), "");
    }
}
