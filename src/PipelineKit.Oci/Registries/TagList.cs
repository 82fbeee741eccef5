using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace PipelineKit.Oci;

/// <summary>The tags of a repository (OCI distribution specification, "Listing Tags").</summary>
internal static class TagList
{
    // More than 1000 is refused by some registries with 405. Registries that know no pages answer all at once, up to the size of a body.
    private const int PageSize = 1000;
    private const int MaximumBody = 4 << 20;
    private const int MaximumTags = PageSize * PageWalk.MaximumPages;

    internal static async IAsyncEnumerable<string> ReadAsync(RegistryClient client, ImageReference repository, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var source = $"{repository.Registry}/{repository.Repository}";
        var walk = new PageWalk(repository.Registry, $"/v2/{repository.Repository}/tags/list?n={PageSize}", source);
        var count = 0;
        while (walk.Target is { } target)
        {
            IReadOnlyList<string> tags;
            using (var response = await client.SendAsync(HttpMethod.Get, repository, target, ["application/json"], cancellation))
            {
                if (response.StatusCode != HttpStatusCode.OK)
                {
                    throw await RegistryAnswer.RefusalAsync(response, source, cancellation);
                }

                tags = Parse(await RegistryAnswer.ReadAsync(response, MaximumBody, source, cancellation), source);
                walk.Advance(response);
            }

            foreach (var tag in tags)
            {
                yield return ++count <= MaximumTags
                    ? tag
                    : throw new RegistryException(RegistryProblem.Protocol, source, $"the repository has more than {MaximumTags} tags");
            }
        }
    }

    private static List<string> Parse(byte[] body, string source)
    {
        try
        {
            using var document = JsonDocument.Parse(body, new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = 8 });
            var tags = document.RootElement.GetProperty("tags");
            return tags.ValueKind == JsonValueKind.Null ? [] : [.. tags.EnumerateArray().Select(t => Checked(t.GetString(), source))];
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new RegistryException(RegistryProblem.Protocol, source, "the list of tags is not the JSON it should be", inner: e);
        }
    }

    private static string Checked(string? tag, string source) =>
        tag is not null && ReferenceGrammar.TagProblem(tag) is null
            ? tag
            : throw new RegistryException(RegistryProblem.Protocol, source, "the list of tags has an entry that is no tag");
}
