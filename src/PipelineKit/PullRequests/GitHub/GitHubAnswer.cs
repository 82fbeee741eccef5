using System.Text.Json;

namespace PipelineKit.PullRequests.GitHub;

/// <summary>What GitHub answered.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Body">All of it.</param>
/// <param name="Permissions">Which permissions would have been accepted (<c>X-Accepted-GitHub-Permissions</c>); empty when it does not say.</param>
/// <param name="IsContent">Whether the body is a file of the repository, which means nothing here even where it is JSON.</param>
internal sealed record GitHubAnswer(int Status, byte[] Body, string Permissions, bool IsContent = false)
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

/// <summary>Reads members that may not be there, or not be of their kind.</summary>
internal static class JsonMembers
{
    /// <summary>The member, or an element of kind Undefined.</summary>
    internal static JsonElement At(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : default;

    internal static string? Text(this JsonElement element, string name) => element.At(name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    internal static int Number(this JsonElement element, string name) => element.At(name) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out var value) ? value : 0;

    internal static bool Flag(this JsonElement element, string name) => element.At(name).ValueKind == JsonValueKind.True;

    /// <summary>The elements of a list; none when it is no list.</summary>
    internal static JsonElement[] Items(this JsonElement element, string name) => element.At(name).Items();

    internal static JsonElement[] Items(this JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Array)
        {
            return [];
        }

        var items = new JsonElement[element.GetArrayLength()];
        for (var i = 0; i < items.Length; i++)
        {
            items[i] = element[i];
        }

        return items;
    }
}
