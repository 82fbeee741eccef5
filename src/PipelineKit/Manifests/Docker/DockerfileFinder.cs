namespace PipelineKit.Manifests.Docker;

/// <summary>
/// Dockerfiles: <c>FROM</c> (also by build arguments declared before it), <c>COPY --from</c>, every <c>RUN --mount=from=</c>, and <c># syntax</c>.
/// Stages by name or number and <c>scratch</c> are no images.
/// </summary>
public static class DockerfileFinder
{
    /// <summary>Adds every reference.</summary>
    public static void Find(SiteSink sink)
    {
        foreach (var found in DockerReferences.Find(sink.File.Bytes.Span))
        {
            var place = found.Place;
            sink.Add(sink.Site(found.Shown, place.Form, place.Edit, found.Reference, found.Where, comment: null, place.Obstacle));
        }
    }
}
