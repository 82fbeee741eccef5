using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using PipelineKit.Sigstore;

namespace PipelineKit.Benchmarks;

/// <summary>
/// Verifying bundles of the shared corpus: read and verified, one thread, warm. Beside it in the same run: the signature checks that it cannot do without
/// (the floor), the same leaf certificate again, a key alone, and the npm client. Rates are per second of processor time, which a busy machine does not change much.
/// </summary>
internal sealed class SigstoreVerify(string data, double seconds)
{
    private const string Happy = "sigstore-bundles/happy-path-v0.3-new-mediaType";
    private const double ShareOfFloor = 0.75;
    private const int BytesLimit = 32 << 10;
    private const double TimesPeer = 10;
    private const int BatchSize = 40;

    private static readonly IdentityPolicy Who = new(
        TextMatch.Exactly("https://github.com/sigstore-conformance/extremely-dangerous-public-oidc-beacon/.github/workflows/extremely-dangerous-oidc-beacon.yml@refs/heads/main"),
        TextMatch.Exactly("https://token.actions.githubusercontent.com"),
        new Dictionary<int, TextMatch>());

    /// <summary>Prints a table; true when every limit holds.</summary>
    public async Task<bool> RunAsync(string? peerModules)
    {
        var artifact = Artifact.Of(await File.ReadAllBytesAsync(Path.Combine(data, "sigstore-bundles", "a.txt")));
        var policy = new VerificationPolicy { Identities = [Who] };
        var bundle = await File.ReadAllBytesAsync(Path.Combine(data, Happy, "bundle.sigstore.json"));
        Console.WriteLine("| what | per second | limit | time | allocated | limit |\n|---|---|---|---|---|---|");

        var (floor, rate, bytes) = Compare(Floor(SigstoreBundle.Parse(bundle), artifact), Verify(TrustedRoot.PublicGood, bundle, artifact, policy, cachedLeaves: 0));
        Row("pure signature checks of a bundle v0.3", floor, bytes: null);
        Row("verify v0.3, each certificate new", rate, bytes, floor * ShareOfFloor, BytesLimit);
        var holds = rate >= floor * ShareOfFloor && bytes <= BytesLimit;
        Measure("verify v0.3, the same certificate again", Verify(TrustedRoot.PublicGood, bundle, artifact, policy, cachedLeaves: 256));
        var second = await CaseAsync("rekor2-timestamp-without-embedded-cert");
        Measure("verify Rekor v2 with timestamp", Verify(second.Root, second.Bundle, artifact, policy, cachedLeaves: 0));
        var managed = await CaseAsync("managed-key-and-trusted-root");
        var key = VerificationKey.FromPem(await File.ReadAllTextAsync(Path.Combine(data, "sigstore-bundles/managed-key-and-trusted-root/key.pub")));
        Measure("verify a key's signature with its log entry", Verify(managed.Root, managed.Bundle, artifact, new VerificationPolicy { Keys = [key], KeysNeedLog = true }, cachedLeaves: 0));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\n{rate / floor:P0} of the floor ({ShareOfFloor:P0} wanted)"));
        return peerModules is null ? holds : holds & await PeerAsync(peerModules, rate);
    }

    private static Action Verify(TrustedRoot root, byte[] json, Artifact artifact, VerificationPolicy policy, int cachedLeaves)
    {
        var verifier = new BundleVerifier(root, TimeProvider.System, cachedLeaves);
        return () =>
        {
            var result = verifier.Verify(SigstoreBundle.Parse(json), artifact, policy);
            if (result.Outcome != VerificationOutcome.Verified)
            {
                throw new InvalidOperationException($"{result.Reason}: {result.Detail}");
            }
        };
    }

    /// <summary>One P-384 check of the certificate, its key imported, and four P-256 checks: certificate timestamp, promise, checkpoint, artifact.</summary>
    private static Action Floor(SigstoreBundle bundle, Artifact artifact)
    {
        var leaf = Certificate.Parse(bundle.Material.Certificates[0]);
        var issuer = TrustedRoot.PublicGood.CertificateAuthorities.SelectMany(a => a.Chain).Select(Certificate.Parse).First(leaf.IsSignedBy).Key;
        var (hash384, hash256) = (SHA384.HashData(leaf.Tbs.Span), Convert.FromHexString(artifact.Digest.Hex));
        return () =>
        {
            var key = VerificationKey.FromSpki(leaf.Spki.Span);
            var holds = issuer.VerifyHash(hash384, HashAlgorithmName.SHA384, leaf.Signature.Span) is true;
            for (var i = 0; i < 4; i++)
            {
                holds &= key.VerifyHash(hash256, HashAlgorithmName.SHA256, bundle.Content.SignatureBytes.Span) is true;
            }

            if (!holds)
            {
                throw new InvalidOperationException("a signature of the floor does not verify");
            }
        };
    }

    private async Task<(TrustedRoot Root, byte[] Bundle)> CaseAsync(string name)
    {
        var folder = Path.Combine(data, "sigstore-bundles", name);
        return (TrustedRoot.Parse(await File.ReadAllBytesAsync(Path.Combine(folder, "trusted_root.json"))), await File.ReadAllBytesAsync(Path.Combine(folder, "bundle.sigstore.json")));
    }

    private async Task<bool> PeerAsync(string modules, double rate)
    {
        var script = Path.Combine(AppContext.BaseDirectory, "sigstore-verify-peer.js");
        var start = new ProcessStartInfo("node", [script, modules, Path.Combine(data, Happy, "bundle.sigstore.json"), Path.Combine(data, "sigstore-trust/trusted_root.public-good.json"), Path.Combine(data, "sigstore-bundles/a.txt"), seconds.ToString(CultureInfo.InvariantCulture)])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        var peer = double.Parse(await process.StandardOutput.ReadToEndAsync(), CultureInfo.InvariantCulture);
        await process.WaitForExitAsync();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"npm @sigstore/verify: {peer:0} per second; {rate / peer:0.0} times that ({TimesPeer:0} wanted)"));
        return rate >= TimesPeer * peer;
    }

    private static double ProcessorSeconds() => Environment.CpuUsage.TotalTime.TotalSeconds;

    /// <summary>Both in turns, so that whatever else the machine does meets both alike; the median of the rounds.</summary>
    private (double Floor, double Rate, long Bytes) Compare(Action floor, Action verify)
    {
        var rounds = new List<(double Floor, double Verify)>();
        var bytes = 0L;
        for (var start = ProcessorSeconds(); ProcessorSeconds() - start < 8 * seconds;)
        {
            var first = Batch(floor);
            var before = GC.GetAllocatedBytesForCurrentThread();
            var second = Batch(verify);
            bytes = (GC.GetAllocatedBytesForCurrentThread() - before) / BatchSize;
            rounds.Add((first, second));
        }

        var warm = rounds.Skip(rounds.Count / 4).OrderBy(r => r.Floor / r.Verify).ToList();
        var median = warm[warm.Count / 2];
        return (1 / median.Floor, 1 / median.Verify, bytes);
    }

    private static double Batch(Action action)
    {
        var start = ProcessorSeconds();
        for (var i = 0; i < BatchSize; i++)
        {
            action();
        }

        return (ProcessorSeconds() - start) / BatchSize;
    }

    private void Measure(string what, Action action)
    {
        var rates = new double[6];
        var bytes = 0L;
        for (var i = 0; i < rates.Length; i++)
        {
            var (count, before, start) = (0, GC.GetAllocatedBytesForCurrentThread(), ProcessorSeconds());
            for (; ProcessorSeconds() - start < seconds; count++)
            {
                action();
            }

            rates[i] = count / (ProcessorSeconds() - start);
            bytes = (GC.GetAllocatedBytesForCurrentThread() - before) / count;
        }

        Row(what, rates.Max(), bytes);
    }

    private static void Row(string what, double rate, long? bytes, double? limit = null, int? bytesLimit = null) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {what} | {rate:0} | {limit:0} | {1e6 / rate:0} µs | {bytes} | {bytesLimit} |"));
}
