using System.Security.Cryptography;
using System.Text;
using PipelineKit.Templating;

namespace PipelineKit.Render.Functions;

/// <summary>A hash of a value that changes exactly when the value changes: SHA-256, lower-case hex.</summary>
internal static class CanonicalHash
{
    /// <summary>Text is hashed as UTF-8; other values as YAML with the members of objects in ordinal order, so that their order does not count.</summary>
    public static string Of(RenderContext context, ScriptValue value)
    {
        var text = value.AsString ?? YamlText.Of(context, Sorted(context, value, 0));
        context.Iterate(text.Length / 64);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }

    private static ScriptValue Sorted(RenderContext context, ScriptValue value, int depth)
    {
        context.Iterate();
        if (depth > context.Limits.ObjectRecursionLimit)
        {
            throw context.Error($"config_hash: the value is nested deeper than {context.Limits.ObjectRecursionLimit} levels", TemplateErrorKind.Limit);
        }

        if (value.AsArray is { } array)
        {
            var items = new ScriptArray(array.Count);
            foreach (var item in array.Items)
            {
                items.Add(Sorted(context, item, depth + 1));
            }

            return items;
        }

        if (value.AsObject is not { } members)
        {
            return value;
        }

        var keys = members.Keys.ToArray();
        Array.Sort(keys, StringComparer.Ordinal);
        var sorted = new ScriptObject();
        foreach (var key in keys)
        {
            sorted.Set(key, Sorted(context, members[key], depth + 1));
        }

        return sorted;
    }
}
