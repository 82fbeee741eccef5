using System.Text.Json;

namespace PipelineKit.PullRequests;

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
