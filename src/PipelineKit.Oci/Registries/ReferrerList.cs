using System.Net;

namespace PipelineKit.Oci;

/// <summary>
/// What refers to a subject (OCI distribution specification 1.1, "Listing Referrers"), or, where a registry does not know that question,
/// the index under the tag made of the subject's digest ("Referrers Tag Schema").
/// </summary>
internal sealed class ReferrerList(RegistryClient client, ImageReference repository, Digest subject, string? artifactType)
{
    /// <summary>The most referrers of one subject that are read.</summary>
    internal const int MaximumReferrers = 1000;

    private readonly string _source = $"{repository.Registry}/{repository.Repository}@{subject}";

    internal async Task<IReadOnlyList<Descriptor>> ReadAsync(CancellationToken cancellation) =>
        await ReadApiAsync(cancellation) ?? await ReadTagAsync(cancellation);

    /// <summary>What the registry lists by itself; null when it does not know that question.</summary>
    internal async Task<IReadOnlyList<Descriptor>?> ReadApiAsync(CancellationToken cancellation)
    {
        var filter = artifactType is null ? "" : "?artifactType=" + Uri.EscapeDataString(artifactType);
        var walk = new PageWalk(repository.Registry, $"/v2/{repository.Repository}/referrers/{subject}{filter}", _source);
        var found = new List<Descriptor>();
        for (var page = 1; walk.Target is { } target; page++)
        {
            using var response = await client.SendAsync(HttpMethod.Get, repository, target, [MediaTypes.OciIndex], cancellation);
            if (page == 1 && IsUnknownQuestion(response))
            {
                return null;
            }

            if (response.StatusCode != HttpStatusCode.OK)
            {
                throw await RegistryAnswer.RefusalAsync(response, _source, cancellation);
            }

            var body = await RegistryAnswer.ReadAsync(response, ManifestParser.MaximumSize, _source, cancellation);
            Add(found, ManifestParser.Parse(body, RegistryAnswer.ContentType(response), _source), IsFiltered(response));
            walk.Advance(response);
        }

        return found;
    }

    /// <summary>The tag that stands for a subject: algorithm and hex joined by a dash, each cut to the length the specification gives.</summary>
    internal static string TagOf(Digest subject) => $"{subject.Algorithm}-{subject.Hex[..Math.Min(64, subject.Hex.Length)]}";

    // Before 1.1 registries know no such path; they answer 404, or refuse it as malformed, or send whatever their web pages send.
    private static bool IsUnknownQuestion(HttpResponseMessage response) =>
        response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.BadRequest or HttpStatusCode.MethodNotAllowed
        || (response.StatusCode == HttpStatusCode.OK && RegistryAnswer.ContentType(response) != MediaTypes.OciIndex);

    private static bool IsFiltered(HttpResponseMessage response) =>
        response.Headers.TryGetValues("OCI-Filters-Applied", out var values)
        && values.SelectMany(v => v.Split(',', StringSplitOptions.TrimEntries)).Contains("artifactType", StringComparer.Ordinal);

    private async Task<IReadOnlyList<Descriptor>> ReadTagAsync(CancellationToken cancellation)
    {
        var found = new List<Descriptor>();

        // Some registries answer the tag with the subject itself, whose digest it is made of; that lists nothing.
        if (await client.FindTagAsync(repository, TagOf(subject), cancellation) is { } index && index.Digest != subject)
        {
            if (!MediaTypes.IsIndex(index.MediaType))
            {
                throw new RegistryException(RegistryProblem.Protocol, _source, $"the tag {TagOf(subject)} should be an index of referrers, and is {index.MediaType}");
            }

            Add(found, index, isFiltered: false);
        }

        return found;
    }

    private void Add(List<Descriptor> found, ManifestContent page, bool isFiltered)
    {
        found.AddRange(page.Manifests.Where(d => artifactType is null || d.ArtifactType == artifactType || (isFiltered && d.ArtifactType is null)));
        if (found.Count > MaximumReferrers)
        {
            throw new RegistryException(RegistryProblem.Protocol, _source, $"more than {MaximumReferrers} referrers");
        }
    }
}
