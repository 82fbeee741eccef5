using System.Text;
using PipelineKit.Failures;
using PipelineKit.Oci;
using PipelineKit.Yaml;

namespace PipelineKit.Locking;

/// <summary>The two lock files of kbld.</summary>
public enum KbldFormat
{
    /// <summary><c>kbld.k14s.io/v1alpha1</c> <c>Config</c> with <c>preresolved</c> overrides, as <c>kbld --lock-output</c> writes it.</summary>
    Config,

    /// <summary><c>imgpkg.carvel.dev/v1alpha1</c> <c>ImagesLock</c>, as <c>kbld --imgpkg-lock-output</c> writes it and imgpkg copies by.</summary>
    ImagesLock,
}

/// <summary>An image a kbld lock knows.</summary>
/// <param name="Reference">As it stood in the configuration before it was resolved, as spelled there.</param>
/// <param name="Pinned">What it was resolved to.</param>
public sealed record KbldImage(ImageReference Reference, PinnedReference Pinned);

/// <summary>Reads and writes the lock files of kbld and imgpkg (carvel.dev/kbld, "Resolving images").</summary>
public static class KbldLock
{
    private const string ConfigVersion = "kbld.k14s.io/v1alpha1";
    private const string ImagesLockVersion = "imgpkg.carvel.dev/v1alpha1";
    private const string IdAnnotation = "kbld.carvel.dev/id";
    private const string OriginsAnnotation = "kbld.carvel.dev/origins";

    /// <summary>Reads either format. Overrides that are not resolved to a digest, and keys that are not about images, are passed over.</summary>
    /// <exception cref="FailureException">With <see cref="FailureCodes.BadLock"/>: neither format, or an image that is not a digest reference.</exception>
    public static IReadOnlyList<KbldImage> Parse(ReadOnlyMemory<byte> content, string path)
    {
        var root = LimitedYaml.Read(content, path, ImageLockFile.Limits, FailureCodes.BadLock);
        return (root.Require("apiVersion").AsText(), root.Require("kind").AsText()) switch
        {
            (ConfigVersion, "Config") => [.. Items(root, "overrides").Where(o => o["preresolved"]?.AsBoolean() == true).Select(FromOverride)],
            (ImagesLockVersion, "ImagesLock") => [.. Items(root, "images").Select(FromImage)],
            var (version, kind) => throw root.Error(
                $"`{version}` `{kind}` is not a kbld lock",
                $"Give a file with apiVersion {ConfigVersion} and kind Config, or {ImagesLockVersion} and ImagesLock."),
        };
    }

    /// <summary>Writes the image entries of a lock for kbld or imgpkg; of a reference with two digests both are written.</summary>
    public static byte[] Write(ImageLock content, KbldFormat format)
    {
        var output = new StringBuilder();
        output.Append(format == KbldFormat.Config
            ? $"apiVersion: {ConfigVersion}\nkind: Config\nminimumRequiredVersion: 0.17.0\noverrides:"
            : $"apiVersion: {ImagesLockVersion}\nkind: ImagesLock\nimages:");
        output.Append(content.Images.Count == 0 ? " []\n" : "\n");
        foreach (var image in LockOrder.Sorted(content.Images, []).Images)
        {
            var reference = ImageReference.Parse(image.Image);
            var pinned = $"{reference.Registry}/{reference.Repository}@{image.Digest}";
            Append(output, format, image.Image, reference.Tag, pinned);
        }

        return Encoding.UTF8.GetBytes(output.ToString());
    }

    private static void Append(StringBuilder output, KbldFormat format, string image, string? tag, string pinned)
    {
        if (format == KbldFormat.Config)
        {
            Pair(output, "- image: ", image);
            Pair(output, "  newImage: ", pinned);
            output.Append("  preresolved: true\n");
            return;
        }

        output.Append("- annotations:\n");
        Pair(output, $"    {IdAnnotation}: ", image);
        output.Append("    ").Append(OriginsAnnotation).Append(": |\n      - resolved:\n");
        Pair(output, "          tag: ", tag ?? "latest");
        Pair(output, "          url: ", image);
        Pair(output, "  image: ", pinned);
    }

    private static void Pair(StringBuilder output, string key, string value)
    {
        output.Append(key);
        LockText.Append(output, value);
        output.Append('\n');
    }

    private static IReadOnlyList<YamlValue> Items(YamlValue root, string key) => root[key]?.Expect(YamlShape.Sequence).Items ?? [];

    private static KbldImage FromOverride(YamlValue item) => new(ReferenceOf(item.Require("image")), PinnedOf(item.Require("newImage")));

    // The id annotation is what stood in the configuration; a lock that imgpkg made itself has none, and then the resolved name is all there is.
    private static KbldImage FromImage(YamlValue item)
    {
        var pinned = PinnedOf(item.Require("image"));
        return new KbldImage(item["annotations"]?[IdAnnotation] is { } id ? ReferenceOf(id) : pinned.Reference, pinned);
    }

    private static ImageReference ReferenceOf(YamlValue value) =>
        ImageReference.TryParse(value.AsText(), out var reference, out var problem)
            ? reference
            : throw value.Error($"`{value.Text}` is not an image reference: {problem}");

    private static PinnedReference PinnedOf(YamlValue value) =>
        PinnedReference.TryFrom(ReferenceOf(value), out var pinned) ? pinned : throw value.Error($"`{value.Text}` has no digest");
}
