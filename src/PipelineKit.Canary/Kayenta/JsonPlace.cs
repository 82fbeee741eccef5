using System.Globalization;
using System.Text.Json;

namespace PipelineKit.Canary;

/// <summary>A value of a JSON document and its path; what is wrong is told, and the default is taken.</summary>
/// <param name="Value">The value; undefined where there is none.</param>
/// <param name="Path">Where, as a JSON path.</param>
/// <param name="Problems">Where problems go.</param>
internal readonly record struct JsonPlace(JsonElement Value, string Path, List<KayentaConfigProblem> Problems)
{
    internal bool IsGiven => Value.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null);

    internal JsonPlace this[string name] =>
        new(Value.ValueKind == JsonValueKind.Object && Value.TryGetProperty(name, out var member) ? member : default, $"{Path}.{name}", Problems);

    internal IEnumerable<JsonPlace> Items()
    {
        if (!Is(JsonValueKind.Array, "is no array"))
        {
            yield break;
        }

        var index = 0;
        foreach (var item in Value.EnumerateArray())
        {
            yield return new JsonPlace(item, string.Create(CultureInfo.InvariantCulture, $"{Path}[{index++}]"), Problems);
        }
    }

    internal IEnumerable<(string Name, JsonPlace Place)> Members()
    {
        if (!Is(JsonValueKind.Object, "is no object"))
        {
            yield break;
        }

        foreach (var member in Value.EnumerateObject())
        {
            yield return (member.Name, new JsonPlace(member.Value, $"{Path}.{member.Name}", Problems));
        }
    }

    internal string Text() => Is(JsonValueKind.String, "is no text") ? Value.GetString()! : "";

    internal double Number(double otherwise)
    {
        if (!IsGiven)
        {
            return otherwise;
        }

        var text = Value.ValueKind is JsonValueKind.Number or JsonValueKind.String ? Value.ToString() : "";
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number))
        {
            return number;
        }

        Wrong("is no number");
        return otherwise;
    }

    internal bool Flag()
    {
        var isTrue = Value.ValueKind == JsonValueKind.True || (Value.ValueKind == JsonValueKind.String && string.Equals(Value.GetString(), "true", StringComparison.OrdinalIgnoreCase));
        var isFalse = !IsGiven || Value.ValueKind == JsonValueKind.False || (Value.ValueKind == JsonValueKind.String && string.Equals(Value.GetString(), "false", StringComparison.OrdinalIgnoreCase));
        if (!isTrue && !isFalse)
        {
            Wrong("is neither true nor false");
        }

        return isTrue;
    }

    internal void Wrong(string what) => Problems.Add(new KayentaConfigProblem(Path, what));

    private bool Is(JsonValueKind kind, string otherwise)
    {
        if (IsGiven && Value.ValueKind != kind)
        {
            Wrong(otherwise);
        }

        return Value.ValueKind == kind;
    }
}
