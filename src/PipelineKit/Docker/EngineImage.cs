using System.Text.Json;
using PipelineKit.Oci;

namespace PipelineKit.Docker;

/// <summary>An image as an engine knows it.</summary>
/// <param name="Id">Its identifier: the digest of its configuration or, where the engine keeps images as registries do, of its manifest or index.</param>
/// <param name="RegistryDigests">The digests under which registries have it; empty when it was neither pulled nor pushed.</param>
/// <param name="Size">The size of its layers in bytes.</param>
public sealed record EngineImage(Digest Id, IReadOnlyList<Digest> RegistryDigests, long Size)
{
    internal static EngineImage Read(JsonElement answer, DockerHttp http)
    {
        if (answer.ValueKind != JsonValueKind.Object
            || !answer.TryGetProperty("Id"u8, out var id) || id.ValueKind != JsonValueKind.String || !Digest.TryParse(id.GetString(), out var digest)
            || !answer.TryGetProperty("Size"u8, out var size) || size.ValueKind != JsonValueKind.Number || !size.TryGetInt64(out var bytes))
        {
            throw http.Failed(DockerProblem.Protocol, "what the engine says about the image has no `Id` and `Size` as it should");
        }

        var digests = new List<Digest>();
        if (answer.TryGetProperty("RepoDigests"u8, out var list) && list.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in list.EnumerateArray())
            {
                // `<none>@sha256:...` stands for an image whose name was given to another.
                if (item.ValueKind == JsonValueKind.String && item.GetString() is { } text && Digest.TryParse(text[(text.IndexOf('@', StringComparison.Ordinal) + 1)..], out var known) && !digests.Contains(known))
                {
                    digests.Add(known);
                }
            }
        }

        return new EngineImage(digest, digests, bytes);
    }
}
