using System.Text.Json;

namespace PipelineKit.Manifests.Ci;

/// <summary>devcontainer.json (JSON with comments and trailing commas): its <c>image</c>. What it builds or composes is found in those files.</summary>
public static class DevContainerFinder
{
    /// <summary>Adds the image, if there is one.</summary>
    /// <returns>What is wrong with the JSON, or null. What stands before the damage is found all the same.</returns>
    public static string? Find(SiteSink sink)
    {
        var bytes = sink.File.Bytes.Span;
        var start = bytes.StartsWith("\uFEFF"u8) ? 3 : 0;
        var reader = new Utf8JsonReader(bytes[start..], new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, MaxDepth = 64 });
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.PropertyName && reader.CurrentDepth == 1 && reader.ValueTextEquals("image"u8)
                    && reader.Read() && reader.TokenType == JsonTokenType.String)
                {
                    Add(sink, new ByteSpan(start + (int)reader.TokenStartIndex + 1, reader.ValueSpan.Length), reader.ValueIsEscaped);
                }
            }

            return null;
        }
        catch (JsonException e)
        {
            return $"not JSON with comments: {e.Message}";
        }
    }

    private static void Add(SiteSink sink, ByteSpan span, bool isEscaped)
    {
        if (isEscaped)
        {
            sink.Add(sink.Site(span, SiteForm.WholeReference, span, sink.File.Text(span), "image", comment: null, NotPinnable.Notation));
        }
        else
        {
            sink.Whole(span, "image");
        }
    }
}
