using System.Text.Json;

namespace PipelineKit.Evidence;

/// <summary>Collects what is wrong with an SPDX document, and asks for members.</summary>
internal sealed class SpdxErrors
{
    private const int Most = 100;
    private int _left;

    /// <summary>What is wrong, at most 100; the rest is counted in the last.</summary>
    public List<BomError> All { get; } = [];

    public void Add(string path, string rule, string message)
    {
        if (All.Count < Most - 1)
        {
            All.Add(new BomError(path, rule, message));
            return;
        }

        _left++;
        var last = new BomError("", "limit", $"and {_left} more");
        if (_left == 1)
        {
            All.Add(last);
        }
        else
        {
            All[^1] = last;
        }
    }

    /// <summary>The text of a member; null when it is missing or no text, which is noted where it is required or of another type.</summary>
    public string? Text(JsonElement value, string path, string member, bool isRequired)
    {
        if (!Has(value, path, member, isRequired, out var found))
        {
            return null;
        }

        if (found.ValueKind != JsonValueKind.String)
        {
            Add($"{path}/{member}", "type", "is no text");
            return null;
        }

        var text = TextOf(found);
        if (text is null || (text.Length == 0 && isRequired))
        {
            Add($"{path}/{member}", text is null ? "type" : "minLength", text is null ? "is text that cannot be read" : "is empty");
        }

        return text;
    }

    /// <summary>The elements of a member that is an array, with their paths; none when it is missing or no array, which is noted likewise.</summary>
    public List<(JsonElement Value, string Path)> Items(JsonElement value, string path, string member, bool isRequired = false, JsonValueKind kind = JsonValueKind.Object)
    {
        var items = new List<(JsonElement, string)>();
        if (!Has(value, path, member, isRequired, out var found))
        {
            return items;
        }

        if (found.ValueKind != JsonValueKind.Array)
        {
            Add($"{path}/{member}", "type", "is no array");
            return items;
        }

        foreach (var item in found.EnumerateArray())
        {
            var place = $"{path}/{member}/{items.Count}";
            items.Add((item, place));
            if (item.ValueKind != kind)
            {
                Add(place, "type", kind == JsonValueKind.Object ? "is no object" : "is no text");
            }
        }

        if (isRequired && items.Count == 0)
        {
            Add($"{path}/{member}", "minItems", "is empty; at least one is required");
        }

        items.RemoveAll(i => i.Item1.ValueKind != kind);
        return items;
    }

    /// <summary>Text; null when it cannot be read.</summary>
    public static string? TextOf(JsonElement value)
    {
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair.
            return null;
        }
    }

    /// <summary>A time as SPDX writes it: <c>YYYY-MM-DDThh:mm:ssZ</c>.</summary>
    public void Time(string? text, string path)
    {
        if (text is not null && (text.Length != 20 || text[^1] != 'Z' || text[10] != 'T' || !Instants.TryParse(text.AsSpan(), out _)))
        {
            Add(path, "format", $"is `{text}`; a time is written YYYY-MM-DDThh:mm:ssZ");
        }
    }

    private bool Has(JsonElement value, string path, string member, bool isRequired, out JsonElement found)
    {
        if (value.TryGetProperty(member, out found))
        {
            return true;
        }

        if (isRequired)
        {
            Add(path, "required", $"has no `{member}`, which is required");
        }

        return false;
    }
}
