using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using PipelineKit.Oci;

namespace PipelineKit.Testing;

/// <summary>Content with its media type.</summary>
public sealed record SampleContent(Digest Digest, string MediaType, byte[] Bytes)
{
    /// <summary>From bytes.</summary>
    public static SampleContent Of(string mediaType, byte[] bytes) => new(Digest.Sha256(bytes), mediaType, bytes);

    /// <summary>From JSON.</summary>
    public static SampleContent Of(string mediaType, JsonObject json) => Of(mediaType, Encoding.UTF8.GetBytes(json.ToJsonString()));

    /// <summary>A descriptor of it, to be put into a manifest.</summary>
    public JsonObject Descriptor() => new() { ["mediaType"] = MediaType, ["digest"] = Digest.Text, ["size"] = Bytes.Length };
}

/// <summary>A small, valid image made of a seed: same seed, same digests. Real enough for skopeo and a Docker daemon.</summary>
/// <param name="Root">The index, or the only manifest.</param>
/// <param name="Children">The manifests below an index.</param>
/// <param name="Blobs">Configurations and layers.</param>
public sealed record SampleImage(SampleContent Root, IReadOnlyList<SampleContent> Children, IReadOnlyList<SampleContent> Blobs)
{
    /// <summary>One manifest for linux/amd64 when no platform is named, else an index over the platforms (<c>os/arch[/variant]</c>).</summary>
    public static SampleImage Build(string seed, params string[] platforms) => Build(seed, docker: false, platforms);

    /// <summary>As <see cref="Build(string,string[])"/>, with Docker's schema 2 types on demand.</summary>
    public static SampleImage Build(string seed, bool docker, params string[] platforms)
    {
        var blobs = new List<SampleContent>();
        if (platforms.Length == 0)
        {
            return new SampleImage(Manifest(seed, "linux/amd64", docker, blobs), [], blobs);
        }

        var children = platforms.Select(p => Manifest(seed, p, docker, blobs)).ToList();
        var entries = children.Zip(platforms, (child, platform) =>
        {
            var entry = child.Descriptor();
            entry["platform"] = Platform(platform);
            return (JsonNode)entry;
        });
        var type = docker ? MediaTypes.DockerManifestList : MediaTypes.OciIndex;
        var index = new JsonObject { ["schemaVersion"] = 2, ["mediaType"] = type, ["manifests"] = new JsonArray([.. entries]) };
        return new SampleImage(SampleContent.Of(type, index), children, blobs);
    }

    private static SampleContent Manifest(string seed, string platform, bool docker, List<SampleContent> blobs)
    {
        var (tar, packed) = Layer(seed + " on " + platform);
        var layer = SampleContent.Of(docker ? "application/vnd.docker.image.rootfs.diff.tar.gzip" : "application/vnd.oci.image.layer.v1.tar+gzip", packed);
        var configuration = Platform(platform);
        configuration["config"] = new JsonObject();
        configuration["rootfs"] = new JsonObject { ["type"] = "layers", ["diff_ids"] = new JsonArray(Digest.Sha256(tar).Text) };
        var config = SampleContent.Of(docker ? "application/vnd.docker.container.image.v1+json" : "application/vnd.oci.image.config.v1+json", configuration);
        blobs.AddRange([config, layer]);

        var type = docker ? MediaTypes.DockerManifest : MediaTypes.OciManifest;
        return SampleContent.Of(type, new JsonObject
        {
            ["schemaVersion"] = 2,
            ["mediaType"] = type,
            ["config"] = config.Descriptor(),
            ["layers"] = new JsonArray(layer.Descriptor()),
        });
    }

    private static JsonObject Platform(string text)
    {
        var parts = text.Split('/');
        var platform = new JsonObject { ["architecture"] = parts[1], ["os"] = parts[0] };
        if (parts.Length > 2)
        {
            platform["variant"] = parts[2];
        }

        return platform;
    }

    private static (byte[] Tar, byte[] Packed) Layer(string text)
    {
        using var tar = new MemoryStream();
        using (var writer = new TarWriter(tar, TarEntryFormat.Ustar, leaveOpen: true))
        {
            using var content = new MemoryStream(Encoding.UTF8.GetBytes(text));
            writer.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, "sample.txt") { DataStream = content, ModificationTime = DateTimeOffset.UnixEpoch });
        }

        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(tar.ToArray());
        }

        return (tar.ToArray(), packed.ToArray());
    }
}
