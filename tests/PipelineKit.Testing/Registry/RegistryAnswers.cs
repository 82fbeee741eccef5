using System.Text;
using System.Text.Json.Nodes;
using PipelineKit.Oci;

namespace PipelineKit.Testing;

/// <summary>The answers of a registry in the form of the distribution specification.</summary>
internal static class RegistryAnswers
{
    internal static LoopbackResponse Error(int status, string code, string message) =>
        LoopbackResponse.Of(status, "application/json", new JsonObject
        {
            ["errors"] = new JsonArray(new JsonObject { ["code"] = code, ["message"] = message }),
        }.ToJsonString());

    internal static LoopbackResponse Content(SampleContent content) =>
        LoopbackResponse.Of(200, content.MediaType, content.Bytes).With("Docker-Content-Digest", content.Digest.Text);

    /// <summary>A blob, or its part from a byte on (<c>bytes=N-</c>).</summary>
    internal static LoopbackResponse Blob(SampleContent blob, string? range)
    {
        if (range is null)
        {
            return Content(blob);
        }

        var start = int.Parse(range["bytes=".Length..^1]);
        if (start >= blob.Bytes.Length)
        {
            return Error(416, "BLOB_UNKNOWN", "range not satisfiable");
        }

        var part = LoopbackResponse.Of(206, blob.MediaType, blob.Bytes[start..]);
        return part.With("Content-Range", $"bytes {start}-{blob.Bytes.Length - 1}/{blob.Bytes.Length}").With("Docker-Content-Digest", blob.Digest.Text);
    }

    /// <summary>One page of the names after <c>last</c>, with a link to the next.</summary>
    internal static LoopbackResponse Tags(LoopbackRequest request, string repository, IEnumerable<string> tags, int pageSize)
    {
        var asked = request.Query("n") is [var n] ? int.Parse(n) : int.MaxValue;
        var size = Math.Min(asked, pageSize);
        var last = request.Query("last") is [var text] ? text : "";
        var rest = tags.Where(t => string.CompareOrdinal(t, last) > 0).Order(StringComparer.Ordinal).ToList();
        var page = rest.Take(size).ToList();
        var body = new JsonObject { ["name"] = repository, ["tags"] = new JsonArray([.. page.Select(t => (JsonNode)t)]) };
        var response = LoopbackResponse.Of(200, "application/json", body.ToJsonString());
        return rest.Count > size ? response.With("Link", $"</v2/{repository}/tags/list?n={size}&last={page[^1]}>; rel=\"next\"") : response;
    }

    /// <summary>One page of referrers, filtered by the type asked for.</summary>
    internal static LoopbackResponse Referrers(LoopbackRequest request, IReadOnlyList<JsonObject> entries, int pageSize)
    {
        var type = request.Query("artifactType") is [var wanted] ? wanted : null;
        var skip = request.Query("skip") is [var from] ? int.Parse(from) : 0;
        var matching = entries.Where(e => type is null || (string?)e["artifactType"] == type).ToList();
        var response = LoopbackResponse.Of(200, MediaTypes.OciIndex, Index(matching.Skip(skip).Take(pageSize)));
        if (type is not null)
        {
            response.With("OCI-Filters-Applied", "artifactType");
        }

        var filter = type is null ? "" : "&artifactType=" + Uri.EscapeDataString(type);
        return matching.Count > skip + pageSize ? response.With("Link", $"<{request.Path}?skip={skip + pageSize}{filter}>; rel=\"next\"") : response;
    }

    internal static byte[] Index(IEnumerable<JsonObject> entries) =>
        Encoding.UTF8.GetBytes(new JsonObject
        {
            ["schemaVersion"] = 2,
            ["mediaType"] = MediaTypes.OciIndex,
            ["manifests"] = new JsonArray([.. entries.Select(e => e.DeepClone())]),
        }.ToJsonString());
}
