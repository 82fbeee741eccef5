using System.Globalization;
using System.Text.Json;

namespace PipelineKit.Evidence;

/// <summary>The members that every part of a CycloneDX document is written with.</summary>
internal static class CycloneDxMembers
{
    /// <summary>A text member; nothing when it is empty.</summary>
    public static void Text(this Utf8JsonWriter json, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            json.WriteString(name, value);
        }
    }

    /// <summary>An object with a name alone (an organisation, a source); nothing when it is empty.</summary>
    public static void Named(this Utf8JsonWriter json, string member, string? name)
    {
        if (!string.IsNullOrEmpty(name))
        {
            json.WriteStartObject(member);
            json.WriteString("name", name);
            json.WriteEndObject();
        }
    }

    /// <summary>The list <c>properties</c>; nothing when it is empty.</summary>
    public static void Properties(this Utf8JsonWriter json, List<KeyValuePair<string, string>> properties)
    {
        if (properties.Count == 0)
        {
            return;
        }

        json.WriteStartArray("properties");
        foreach (var property in properties)
        {
            json.WriteStartObject();
            json.WriteString("name", property.Key);
            json.WriteString("value", property.Value);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>Adds a property; nothing when it has no value.</summary>
    public static void Put(this List<KeyValuePair<string, string>> properties, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            properties.Add(new(name, value));
        }
    }

    /// <summary>An instant as RFC 3339 in UTC, with as many digits as it has; null stays null.</summary>
    public static string? Of(DateTimeOffset? instant) => instant?.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);

    /// <summary>A day; null stays null.</summary>
    public static string? Of(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary><c>true</c> or <c>false</c>; null stays null.</summary>
    public static string? Of(bool? value) => value is { } known ? known ? "true" : "false" : null;
}
