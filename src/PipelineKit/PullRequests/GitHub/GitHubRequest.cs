using System.Buffers;
using System.Text.Json;

namespace PipelineKit.PullRequests.GitHub;

/// <summary>A request to GitHub.</summary>
/// <param name="Method">The verb.</param>
/// <param name="Path">Below the REST interface; for GraphQL its whole address.</param>
/// <param name="Body">JSON; null for none.</param>
internal sealed record GitHubRequest(HttpMethod Method, string Path, byte[]? Body = null)
{
    /// <summary>The kind of answer that is the bytes of a file.</summary>
    internal const string Content = "application/vnd.github.raw+json";

    /// <summary>The kind of answer wanted.</summary>
    internal string Accept { get; init; } = "application/vnd.github+json";

    /// <summary>Whether it changes something, and is paced for it.</summary>
    internal bool IsWrite { get; init; } = Method != HttpMethod.Get;

    /// <summary>Whether doing it twice would be seen: it is repeated only when GitHub says that it was not done.</summary>
    internal bool IsOnce { get; init; }

    /// <summary>The greatest answer that is read, in bytes.</summary>
    internal int MaximumAnswer { get; init; } = 16 << 20;

    internal static GitHubRequest Get(string path) => new(HttpMethod.Get, path);

    internal static GitHubRequest Post(string path, Action<Utf8JsonWriter> write) => new(HttpMethod.Post, path, Json(write));

    /// <summary>A JSON object with these members.</summary>
    internal static byte[] Json(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Writes a list of texts.</summary>
    internal static void Texts(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }
}
