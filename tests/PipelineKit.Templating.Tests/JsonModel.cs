using System.Globalization;
using System.Numerics;
using System.Text.Json;

namespace PipelineKit.Templating.Tests;

/// <summary>JSON as a model, numbers exact.</summary>
internal static class JsonModel
{
    public static ScriptObject Object(string json)
    {
        using var document = JsonDocument.Parse(json);
        return Value(document.RootElement).AsObject!;
    }

    private static ScriptValue Value(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                var members = new ScriptObject();
                foreach (var property in element.EnumerateObject())
                {
                    members.Set(property.Name, Value(property.Value));
                }

                return members;
            case JsonValueKind.Array:
                return new ScriptArray([.. element.EnumerateArray().Select(Value)]);
            case JsonValueKind.Number:
                var text = element.GetRawText();
                return BigInteger.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole)
                    ? ScriptValue.Shrunk(whole)
                    : double.Parse(text, CultureInfo.InvariantCulture);
            case JsonValueKind.True or JsonValueKind.False:
                return element.GetBoolean();
            default:
                return element.GetString();
        }
    }
}
