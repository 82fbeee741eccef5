using System.Text.Json;

namespace PipelineKit.Sigstore;

/// <summary>Something a predicate points to (in-toto/attestation, spec/v1/resource_descriptor.md).</summary>
/// <param name="Uri">Where it is, or null.</param>
/// <param name="Digests">Its digests in hex by algorithm: <c>sha256</c>, <c>gitCommit</c>; may be empty.</param>
/// <param name="Name">A name for people, or null.</param>
public sealed record ResourceDescriptor(string? Uri, IReadOnlyDictionary<string, string> Digests, string? Name = null)
{
    internal void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        WriteMembers(json);
        json.WriteEndObject();
    }

    internal void WriteMembers(Utf8JsonWriter json)
    {
        json.Text("name", Name);
        json.Text("uri", Uri);
        if (Digests.Count > 0)
        {
            json.Map("digest", Digests);
        }
    }
}
