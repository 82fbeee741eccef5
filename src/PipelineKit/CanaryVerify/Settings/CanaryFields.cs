using System.Globalization;
using PipelineKit.Policy;
using PipelineKit.Yaml;

namespace PipelineKit.CanaryVerify;

/// <summary>Numbers and names as the part <c>canary</c> writes them.</summary>
internal static class CanaryFields
{
    /// <summary>A number within bounds; null when it is not there, or is a problem.</summary>
    internal static double? Real(this PolicyFields fields, string key, Func<double, bool> isGood, string what)
    {
        if (fields[key] is not { } value)
        {
            return null;
        }

        if (value is { Shape: YamlShape.Scalar, IsQuoted: false } && Parse(value.Text) is { } number && isGood(number))
        {
            return number;
        }

        fields.Problem(value, $"`{key}` is {what}, not `{(value.Shape == YamlShape.Scalar ? value.Text : "a list or keys")}`");
        return null;
    }

    /// <summary>A part of a whole: <c>0.999</c> or <c>99.9%</c>; above 0 and below 1.</summary>
    internal static double? Part(this PolicyFields fields, string key, string example)
    {
        if (fields[key] is { Shape: YamlShape.Scalar } value && value.Text.EndsWith('%'))
        {
            if (decimal.TryParse(value.Text.AsSpan(0, value.Text.Length - 1), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var percent) && percent is > 0 and < 100)
            {
                return (double)(percent / 100);
            }

            fields.Problem(value, $"`{key}` is a percentage above 0 and below 100, not `{value.Text}`", $"Write it as in `{example}`.");
            return null;
        }

        return fields.Real(key, v => v is > 0 and < 1, $"above 0 and below 1, as in `{example}`");
    }

    /// <summary>A span of time of whole seconds, at least one.</summary>
    internal static TimeSpan? Seconds(this PolicyFields fields, string key, TimeSpan most)
    {
        var span = fields.Span(key);
        if (span is { } given && (given < TimeSpan.FromSeconds(1) || given > most || given.Ticks % TimeSpan.TicksPerSecond != 0))
        {
            fields.Problem(key, $"`{key}` is whole seconds, at least one, and at most {most.TotalDays.ToString("0.##", CultureInfo.InvariantCulture)} days");
            return null;
        }

        return span;
    }

    /// <summary>Names and texts.</summary>
    internal static Dictionary<string, string> Map(this PolicyFields fields, string key, string example)
    {
        var map = new Dictionary<string, string>(StringComparer.Ordinal);
        if (fields[key] is not { } value)
        {
            return map;
        }

        if (value.Shape != YamlShape.Mapping)
        {
            fields.Problem(value, $"`{key}` has names and values", $"Write it as in `{example}`.");
        }

        foreach (var pair in value.Pairs)
        {
            if (!IsName(pair.Key))
            {
                fields.Problem(pair.Value, $"`{pair.Key}` is no name: letters, digits and `_`, and no digit first");
            }

            map[pair.Key] = fields.Scalar(pair.Value, pair.Key) ?? "";
        }

        return map;
    }

    internal static bool IsName(string text) => text.Length > 0 && !char.IsAsciiDigit(text[0]) && text.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');

    private static double? Parse(string text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;
}
