namespace PipelineKit.Manifests.Docker;

/// <summary>The value of <c>RUN --mount=</c>: fields joined by commas, of which <c>from</c> names a stage or an image.</summary>
internal static class DockerMount
{
    internal static IEnumerable<DockerWord> Sources(DockerWord mount)
    {
        var inside = mount.Unquoted(out _);
        var text = inside.Text;
        for (var start = 0; start < text.Length;)
        {
            var comma = text.IndexOf(',', start);
            var end = comma < 0 ? text.Length : comma;
            var field = (inside with { Start = inside.Start + start, End = inside.Start + end }).Unquoted(out _);
            if (field.Text.StartsWith("from=", StringComparison.OrdinalIgnoreCase))
            {
                yield return field.From("from=".Length);
            }

            start = end + 1;
        }
    }
}
