using PipelineKit.Yaml;

namespace PipelineKit.Policy;

/// <summary>Values that several ignore files share.</summary>
internal static class ImportFields
{
    /// <summary>What to do with an entry that cannot be said here.</summary>
    internal const string WriteOwn = "Write it as an exception of our own form, with an owner, a reason and an end.";

    /// <summary>The identifier; it must be there and be one.</summary>
    internal static string Id(PolicyFields fields, string key)
    {
        var id = fields.RequiredText(key, "Name the vulnerability, rule or licence.");
        if (id.Contains('*', StringComparison.Ordinal))
        {
            fields.Problem(key, $"`{id}` is not one identifier", "Write one entry for each identifier.");
        }

        return id;
    }

    /// <summary>A date or instant, or null: a date counts from its first moment, as in the tool it is from.</summary>
    internal static DateTimeOffset? Instant(PolicyFields fields, string key)
    {
        var text = fields.Text(key);
        var instant = text.Length == 0 ? null : PolicyText.Instant(text, endOfDay: false);
        if (text.Length > 0 && instant is null)
        {
            fields.Problem(key, $"`{text}` is neither a date nor an instant with its offset", "Write it as in `2027-01-31`; an end that cannot be read would mean no end.");
        }

        return instant;
    }

    /// <summary>The items of a list; a value that is no list is a problem.</summary>
    internal static IReadOnlyList<YamlValue> Items(PolicyFields fields, string key)
    {
        if (fields[key] is { Shape: not YamlShape.Sequence })
        {
            fields.Problem(key, $"`{key}` is a list");
            return [];
        }

        return fields[key]?.Items ?? [];
    }
}
