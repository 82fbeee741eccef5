using System.Globalization;
using System.Text.Json;

namespace PipelineKit.CanaryVerify;

/// <summary>Numbers that come back with every bit: the shortest digits that do so (IEEE 754 binary64, as ECMAScript writes them), and texts for what JSON has no numbers for.</summary>
internal static class VerdictNumbers
{
    private const string NotANumber = "NaN";
    private const string Infinite = "+Inf";
    private const string MinusInfinite = "-Inf";
    private const string Time = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    internal static void Write(Utf8JsonWriter json, double value)
    {
        if (double.IsFinite(value))
        {
            json.WriteNumberValue(value);
        }
        else
        {
            json.WriteStringValue(double.IsNaN(value) ? NotANumber : value > 0 ? Infinite : MinusInfinite);
        }
    }

    internal static void Write(Utf8JsonWriter json, string name, double? value)
    {
        json.WritePropertyName(name);
        if (value is { } number)
        {
            Write(json, number);
        }
        else
        {
            json.WriteNullValue();
        }
    }

    internal static void Write(Utf8JsonWriter json, string name, double[]? values)
    {
        json.WritePropertyName(name);
        Write(json, values);
    }

    internal static void Write(Utf8JsonWriter json, double[]? values)
    {
        if (values is null)
        {
            json.WriteNullValue();
            return;
        }

        json.WriteStartArray();
        foreach (var value in values)
        {
            Write(json, value);
        }

        json.WriteEndArray();
    }

    internal static double Read(JsonElement value) =>
        value.ValueKind != JsonValueKind.String ? value.GetDouble()
        : value.GetString() switch
        {
            NotANumber => double.NaN,
            Infinite => double.PositiveInfinity,
            MinusInfinite => double.NegativeInfinity,
            var other => throw new FormatException($"`{other}` is no number"),
        };

    internal static double? ReadOptional(JsonElement value) => value.ValueKind == JsonValueKind.Null ? null : Read(value);

    internal static double[] ReadArray(JsonElement array)
    {
        var values = new double[array.GetArrayLength()];
        var index = 0;
        foreach (var value in array.EnumerateArray())
        {
            values[index++] = Read(value);
        }

        return values;
    }

    internal static double[]? ReadOptionalArray(JsonElement array) => array.ValueKind == JsonValueKind.Null ? null : ReadArray(array);

    internal static string Text(DateTimeOffset time) => time.UtcDateTime.ToString(Time, CultureInfo.InvariantCulture);

    internal static DateTimeOffset ReadTime(JsonElement value) => DateTimeOffset.ParseExact(value.GetString()!, Time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);

    internal static TimeSpan ReadSpan(JsonElement value) => TimeSpan.FromSeconds(value.GetDouble());
}
