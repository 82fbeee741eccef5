using System.Globalization;
using System.Text.Json.Nodes;

namespace PipelineKit.Sigstore.Tests;

/// <summary>Every way to change one field of a bundle a little.</summary>
internal static class Mutations
{
    private const int Positions = 8;

    private static readonly HashSet<string> Texts = new(["mediaType", "kind", "version", "payloadType", "algorithm", "keyid"], StringComparer.Ordinal);

    /// <summary>The changed bundles, each with the path of what changed: <c>verificationMaterial.tlogEntries[0].logIndex</c>.</summary>
    internal static IEnumerable<(string Path, string Change, JsonNode Bundle)> Of(JsonNode bundle)
    {
        foreach (var path in Leaves(bundle, string.Empty).ToList())
        {
            var value = At(bundle, path)!.GetValue<string>();
            foreach (var (change, mutated) in Changes(path, value))
            {
                var copy = bundle.DeepClone();
                At(copy, path)!.ReplaceWith(mutated);
                yield return (path, change, copy);
            }
        }
    }

    /// <summary>The bundles with one object, array or field removed; not those that are empty or 0, which being absent means too.</summary>
    internal static IEnumerable<(string Path, JsonNode Bundle)> Removals(JsonNode bundle)
    {
        foreach (var path in Nodes(bundle, string.Empty).Where(p => At(bundle, p)!.ToJsonString() is not ("[]" or "\"0\"" or "\"\"")).ToList())
        {
            var copy = bundle.DeepClone();
            var node = At(copy, path)!;
            if (node.Parent is JsonObject parent)
            {
                parent.Remove(node.GetPropertyName());
            }
            else
            {
                node.Parent!.AsArray().RemoveAt(node.GetElementIndex());
            }

            yield return (path, copy);
        }
    }

    private static IEnumerable<(string Change, string Value)> Changes(string path, string value)
    {
        var name = path[(path.LastIndexOf('.') + 1)..];
        if (name == "envelope")
        {
            // The checkpoint: every character that counts; those of lines by other keys have a test of their own.
            return Enumerable.Range(0, value.IndexOf("\n\n", StringComparison.Ordinal)).Concat(OwnLine(value)).Select(i => ($"character {i}", Flip(value, i)));
        }

        if (long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return [("plus one", (number + 1).ToString(CultureInfo.InvariantCulture)), ("negative", "-1"), ("huge", "9223372036854775808")];
        }

        if (Texts.Contains(name) || Base64Text.Decode(value) is not { } bytes)
        {
            return value.Length == 0 ? [("some text", "x")] : Enumerable.Range(0, value.Length).Select(i => ($"character {i}", Flip(value, i)));
        }

        return Spread(bytes.Length).Select(i => ($"byte {i}", Flip(bytes, i))).Append(("a byte more", Convert.ToBase64String([.. bytes, 0])));
    }

    /// <summary>The positions of the first signature line with the name of the log.</summary>
    private static IEnumerable<int> OwnLine(string checkpoint)
    {
        var name = checkpoint.Split('\n', ' ')[0];
        var start = checkpoint.IndexOf($"\n— {name} ", StringComparison.Ordinal) + 1;
        return Enumerable.Range(start, checkpoint.IndexOf('\n', start) - start);
    }

    private static IEnumerable<int> Spread(int length) => Enumerable.Range(0, Positions).Select(i => i * (length - 1) / (Positions - 1)).Distinct();

    private static string Flip(string text, int i) => text[..i] + (char)(text[i] ^ 1) + text[(i + 1)..];

    private static string Flip(byte[] bytes, int i)
    {
        var copy = bytes.ToArray();
        copy[i] ^= (byte)(1 << (i % 8));
        return Convert.ToBase64String(copy);
    }

    private static IEnumerable<string> Leaves(JsonNode node, string path) => Nodes(node, path).Where(p => At(node, p) is JsonValue);

    private static IEnumerable<string> Nodes(JsonNode node, string path) => node switch
    {
        JsonObject o => o.Where(p => p.Value is not null).SelectMany(p => Nodes(p.Value!, Join(path, p.Key)).Prepend(Join(path, p.Key))),
        JsonArray a => a.SelectMany((e, i) => Nodes(e!, $"{path}[{i}]").Prepend($"{path}[{i}]")),
        _ => [],
    };

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    private static JsonNode? At(JsonNode node, string path)
    {
        foreach (var step in path.Split('.', '['))
        {
            node = step.EndsWith(']') ? node[int.Parse(step[..^1], CultureInfo.InvariantCulture)]! : node[step]!;
        }

        return node;
    }
}
