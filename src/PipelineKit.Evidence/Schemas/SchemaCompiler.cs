using System.Text;
using System.Text.Json;

namespace PipelineKit.Evidence;

/// <summary>
/// Makes a <see cref="JsonSchema"/> of a schema file and those it refers to. A reference is a path into the same file (<c>#/definitions/x</c>), a file, or both; every schema is compiled once, so that schemas may refer to each other.
/// Only what is embedded is compiled: an unknown keyword is a mistake of the build, not of a user.
/// </summary>
internal sealed class SchemaCompiler
{
    private static readonly string[] Keywords =
    [
        "type", "enum", "const", "required", "properties", "additionalProperties", "patternProperties", "propertyNames", "dependencies", "minProperties", "maxProperties", "items", "additionalItems", "contains",
        "minItems", "maxItems", "uniqueItems", "oneOf", "anyOf", "allOf", "not", "if", "then", "else", "$ref", "pattern", "format", "minLength", "maxLength", "minimum", "maximum", "exclusiveMinimum",
        "exclusiveMaximum", "multipleOf", "definitions", "$id", "$schema", "$comment", "title", "description", "examples", "default", "deprecated", "meta:enum",
    ];

    private readonly Func<string, ReadOnlyMemory<byte>> _files;
    private readonly Dictionary<string, JsonTape> _tapes = new(StringComparer.Ordinal);
    private readonly Dictionary<(string File, int At), JsonSchema> _schemas = [];

    private SchemaCompiler(Func<string, ReadOnlyMemory<byte>> files) => _files = files;

    /// <summary>The schema of a file.</summary>
    /// <param name="file">Its name.</param>
    /// <param name="files">The files by name.</param>
    public static JsonSchema Compile(string file, Func<string, ReadOnlyMemory<byte>> files) => new SchemaCompiler(files).Schema(file, JsonTape.Root);

    private JsonSchema Schema(string file, int at)
    {
        if (_schemas.TryGetValue((file, at), out var known))
        {
            return known;
        }

        var schema = new JsonSchema();
        _schemas.Add((file, at), schema);
        var tape = Tape(file);
        if (tape.Kind(at) is JsonTokenType.True or JsonTokenType.False)
        {
            schema.IsNever = tape.Kind(at) == JsonTokenType.False;
            return schema;
        }

        for (var i = at + 1; i < tape.End(at); i = tape.End(i + 1))
        {
            if (!Keywords.Contains(tape.String(i), StringComparer.Ordinal))
            {
                throw new NotSupportedException($"The schema {file} has the keyword `{tape.String(i)}`, which is not implemented.");
            }
        }

        var parts = new SchemaParts(tape, at, sub => Schema(file, sub));
        schema.Reference = parts.Text("$ref") is { } target ? Resolve(file, target) : null;
        schema.Types = parts.Types();
        schema.Allowed = parts.Values();
        schema.Object = parts.Object();
        schema.Array = parts.Array();
        schema.Scalar = parts.Scalar();
        schema.AllOf = parts.List("allOf");
        schema.AnyOf = parts.List("anyOf");
        schema.OneOf = parts.List("oneOf");
        schema.Not = parts.One("not");
        schema.If = parts.One("if");
        schema.Then = parts.One("then");
        schema.Else = parts.One("else");
        return schema;
    }

    private JsonSchema Resolve(string file, string target)
    {
        var hash = target.IndexOf('#', StringComparison.Ordinal);
        var name = hash < 0 ? target : target[..hash];
        var pointer = hash < 0 ? "" : target[(hash + 1)..];
        file = name.Length > 0 ? name : file;
        var (tape, at) = (Tape(file), JsonTape.Root);
        foreach (var step in pointer.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            at = tape.Member(at, Encoding.UTF8.GetBytes(step.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)));
            if (at < 0)
            {
                throw new NotSupportedException($"The schema {file} has nothing at `{pointer}`.");
            }
        }

        return Schema(file, at);
    }

    private JsonTape Tape(string file)
    {
        if (!_tapes.TryGetValue(file, out var tape))
        {
            tape = new JsonTape();
            var reader = new JsonScan(_files(file).Span, isLast: true, JsonTape.Depth, hasComma: false);
            reader.Next();
            tape.Take(ref reader, offset: 0);
            _tapes.Add(file, tape);
        }

        return tape;
    }
}
