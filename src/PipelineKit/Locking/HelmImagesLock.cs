using System.Text;
using PipelineKit.Failures;
using PipelineKit.Oci;
using PipelineKit.Yaml;

namespace PipelineKit.Locking;

/// <summary><c>Images.lock</c> of Helm's distribution tooling (<c>dt</c>): for every image of a chart the digest of each platform.</summary>
internal static class HelmImagesLock
{
    internal static IReadOnlyList<KnownImage> Read(YamlValue root) => LockFormText.ReadAll(root["images"], Image);

    /// <summary>Writes; the time in it is when the youngest digest was first seen, so that the same lock is the same file.</summary>
    internal static byte[] Write(ImageLock content, LockedChart? chart)
    {
        var (name, version, appVersion) = chart ?? throw new FailureException(new Failure(
            FailureCodes.BadInputValue, "an Images.lock is the lock of one Helm chart, and no chart was given", "Give the folder of the chart."));
        var images = LockOrder.Sorted(content.Images, []).Images;
        if (images.Where(i => i.Platforms.Count == 0).Select(WithoutPlatforms).ToList() is { Count: > 0 } failures)
        {
            throw new FailureException(failures);
        }

        var output = new StringBuilder("apiVersion: v0\nkind: ImagesLock\nmetadata:\n");
        LockFormText.Pair(output, "  generatedAt: ", LockWriter.Time(images.Count == 0 ? DateTimeOffset.UnixEpoch : images.Max(i => i.FirstSeen)));
        output.Append("  generatedBy: PipelineKit\nchart:\n");
        LockFormText.Pair(output, "  name: ", name);
        LockFormText.Pair(output, "  version: ", version);
        LockFormText.Pair(output, "  appVersion: ", appVersion);
        output.Append(images.Count == 0 ? "images: []\n" : "images:\n");
        foreach (var image in images)
        {
            Append(output, image, name);
        }

        return Encoding.UTF8.GetBytes(output.ToString());
    }

    private static void Append(StringBuilder output, LockedImage image, string chart)
    {
        var reference = ImageReference.Parse(image.Image);
        LockFormText.Pair(output, "- name: ", reference.Repository[(reference.Repository.LastIndexOf('/') + 1)..]);
        LockFormText.Pair(output, "  image: ", $"{reference.Registry}/{reference.Repository}:{reference.EffectiveTag}");
        LockFormText.Pair(output, "  chart: ", chart);
        output.Append("  digests:\n");
        foreach (var (platform, digest) in image.Platforms)
        {
            LockFormText.Pair(output, "  - digest: ", digest.Text);
            LockFormText.Pair(output, "    arch: ", platform);
        }
    }

    private static Failure WithoutPlatforms(LockedImage image) => new(
        FailureCodes.BadInputValue,
        $"the lock has no digests of platforms for `{image.Image}`, and an Images.lock has nothing else",
        "Run `digest-pin` with `platforms: all` first.");

    private static KnownImage Image(YamlValue item)
    {
        var reference = LockFormText.ReferenceOf(item.Require("image"));
        var platforms = new SortedDictionary<string, Digest>(StringComparer.Ordinal);
        foreach (var entry in item.Require("digests").Expect(YamlShape.Sequence).Items)
        {
            var platform = entry.Require("arch");
            if (!LockRules.IsPlatform(platform.AsText()))
            {
                throw platform.Error($"`{platform.Text}` is not a platform (os/architecture)");
            }

            if (!platforms.TryAdd(platform.Text, LockFormText.DigestOf(entry.Require("digest"))))
            {
                throw platform.Error($"`{platform.Text}` is there twice for this image", "Keep one of the two.");
            }
        }

        return new KnownImage(item["name"]?.AsText() ?? reference.Name, reference) { Platforms = [.. platforms.Select(p => (p.Key, p.Value))], Place = item.Place };
    }
}
