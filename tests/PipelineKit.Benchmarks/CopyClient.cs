using System.Globalization;
using PipelineKit.Oci;

namespace PipelineKit.Benchmarks;

/// <summary>What the copy benchmark measures, as a process of its own: one image from one place to another with the product's copier, and what that took.</summary>
internal static class CopyClient
{
    /// <summary>Copies and prints requests, and bytes received and sent.</summary>
    /// <param name="source">As <c>HOST/REPOSITORY@DIGEST</c>, or <c>oci:PATH@DIGEST</c>.</param>
    /// <param name="target">As <c>HOST/REPOSITORY</c>, or <c>HOST/REPOSITORY:TAG</c> to set a tag.</param>
    /// <param name="isKnown">Whether an image that is there is known to be whole.</param>
    public static async Task RunAsync(string source, string target, bool isKnown)
    {
        var requests = 0;
        using var transport = new RegistryTransport(new RegistryTransportOptions
        {
            Detail = line => requests += line.Contains(" -> ", StringComparison.Ordinal) ? 1 : 0,
        });
        var registries = new RegistryClient(transport);
        var digest = Digest.Parse(source[(source.IndexOf('@', StringComparison.Ordinal) + 1)..]);
        var from = source.StartsWith("oci:", StringComparison.Ordinal)
            ? new ImagePlace(new OciLayout(source[4..source.IndexOf('@', StringComparison.Ordinal)]), ImageReference.Parse("layout.example/bench"))
            : new ImagePlace(registries, ImageReference.Parse(source));
        var to = new ImagePlace(registries, ImageReference.Parse(target));
        var options = new ImageCopyOptions { TrustPresence = isKnown, Tag = to.Repository.Tag, Closure = new ClosureOptions { Referrers = false, CosignTags = false } };
        var copy = await new ImageCopier(TimeProvider.System).CopyAsync(from, digest, to, options, CancellationToken.None);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{requests} {copy.BytesReceived} {copy.BytesSent}"));
    }
}
