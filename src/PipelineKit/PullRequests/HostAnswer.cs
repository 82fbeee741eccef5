using System.Text.Json;

namespace PipelineKit.PullRequests;

/// <summary>What a host answered.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Body">All of it.</param>
/// <param name="Permissions">Which permissions would have been accepted (GitHub: <c>X-Accepted-GitHub-Permissions</c>); empty when it does not say.</param>
/// <param name="IsContent">Whether the body is a file of the repository, which means nothing here even where it is JSON.</param>
internal sealed record HostAnswer(int Status, byte[] Body, string Permissions, bool IsContent = false)
{
    private const int MaximumMessage = 500;

    /// <summary>The answer as JSON; of kind Undefined when it is none.</summary>
    internal JsonElement Json { get; } = IsContent ? default : Parse(Body);

    internal bool IsSuccess => Status is >= 200 and < 300;

    /// <summary>What it says for people, in one line: the message and what is said about parts; empty for nothing.</summary>
    internal string Message
    {
        get
        {
            var texts = new List<string?> { Json.Text("message") };
            foreach (var error in Json.Items("errors"))
            {
                texts.Add(error.ValueKind == JsonValueKind.String ? error.GetString() : error.Text("message") ?? string.Join(' ', error.Text("field"), error.Text("code")).Trim());
            }

            var all = string.Join("; ", texts.Where(t => !string.IsNullOrEmpty(t))).ReplaceLineEndings(" ");
            return all.Length <= MaximumMessage ? all : all[..MaximumMessage] + "...";
        }
    }

    /// <summary>Whether the message has this text in it, in any case.</summary>
    internal bool Says(string text) => Message.Contains(text, StringComparison.OrdinalIgnoreCase);

    private static JsonElement Parse(byte[] body)
    {
        try
        {
            return body.Length == 0 ? default : JsonElement.Parse(body, new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = 64 });
        }
        catch (JsonException)
        {
            return default;
        }
    }
}
