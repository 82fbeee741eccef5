using System.Text.Json;

namespace PipelineKit.Evidence;

/// <summary>The values that an <c>enum</c> or <c>const</c> allows.</summary>
internal sealed class SchemaValues
{
    private readonly SchemaNames _texts;
    private readonly List<byte[]> _others = [];

    public SchemaValues(JsonTape tape, IEnumerable<int> values)
    {
        List<(byte[], JsonSchema?)> texts = [];
        foreach (var value in values)
        {
            if (tape.Kind(value) == JsonTokenType.String)
            {
                texts.Add((tape.Text(value).ToArray(), null));
            }
            else
            {
                var canonical = new CanonicalJson();
                canonical.Add(tape, value);
                _others.Add(canonical.Bytes.ToArray());
            }
        }

        _texts = new SchemaNames(texts);
    }

    /// <summary>The texts among them.</summary>
    public IReadOnlyList<string> Texts => [.. Enumerable.Range(0, _texts.Count).Select(_texts.Name)];

    /// <summary>Whether the value is one of them.</summary>
    public bool Allow(JsonTape tape, int at)
    {
        if (tape.Kind(at) is JsonTokenType.String or JsonTokenType.PropertyName)
        {
            return _texts.Find(tape.Hash(at), tape.Text(at)) >= 0;
        }

        if (_others.Count == 0)
        {
            return false;
        }

        var canonical = new CanonicalJson();
        canonical.Add(tape, at);
        return _others.Exists(o => canonical.Bytes.SequenceEqual(o));
    }
}
