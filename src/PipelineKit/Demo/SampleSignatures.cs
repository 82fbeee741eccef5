using System.Text;
using PipelineKit.Sigstore;

namespace PipelineKit.Demo;

/// <summary>The keys of the sample, and a signed bundle that somebody changes.</summary>
internal static class SampleSignatures
{
    internal const string PrivateKey = "keys/release.key";
    internal const string PublicKey = "keys/release.pub";
    internal const string Tampered = "bundles/tampered.json";
    private const string Payload = "\"payload\":\"";

    /// <summary>A new pair, as <c>openssl genpkey</c> would make it.</summary>
    internal static async Task WriteKeysAsync(string folder, CancellationToken cancellation)
    {
        var (signer, pkcs8) = PrivateKeyFile.Generate(KeyDetails.EcdsaP256Sha256);
        using (signer)
        {
            Directory.CreateDirectory(Path.Combine(folder, "keys"));
            await File.WriteAllTextAsync(Path.Combine(folder, PrivateKey), PrivateKeyFile.Write(pkcs8), cancellation);
            await File.WriteAllTextAsync(Path.Combine(folder, PublicKey), signer.PublicKey.ToPem(), cancellation);
        }
    }

    /// <summary>Copies the bundle of the bill of materials, with another component in what is signed.</summary>
    internal static async Task TamperAsync(string folder, CancellationToken cancellation)
    {
        var path = Directory.EnumerateFiles(Path.Combine(folder, "bundles"), "*.cyclonedx.sigstore.json").Single();
        var bundle = await File.ReadAllTextAsync(path, cancellation);
        var start = bundle.IndexOf(Payload, StringComparison.Ordinal) + Payload.Length;
        var end = bundle.IndexOf('"', start);
        var statement = Encoding.UTF8.GetString(Convert.FromBase64String(bundle[start..end])).Replace("log4shell", "harmless", StringComparison.Ordinal);
        await File.WriteAllTextAsync(Path.Combine(folder, Tampered), bundle[..start] + Convert.ToBase64String(Encoding.UTF8.GetBytes(statement)) + bundle[end..], cancellation);
    }
}
