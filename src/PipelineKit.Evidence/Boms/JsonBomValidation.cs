using System.Globalization;
using System.Text;
using System.Text.Json;

namespace PipelineKit.Evidence;

/// <summary>Validates one JSON document: finds out what it is, then holds its members to the schema, those of large arrays one by one.</summary>
internal sealed class JsonBomValidation(Stream content, string name, EvidenceLimits limits, CancellationToken cancellation)
{
    private readonly long _begin = content.Position;
    private readonly JsonTape _tape = new();
    private readonly SchemaProblems _problems = new();
    private string _at = "";

    public BomValidation Run()
    {
        var kind = new JsonBomKind();
        var input = new JsonInput(content, name, limits, cancellation);
        try
        {
            kind.Find(input);
        }
        catch (Exception e) when (e is JsonException or JsonWrongException)
        {
            return new BomValidation(name, kind.Format, kind.Version, [BomValidator.Of(Explain(input, e))]);
        }

        return kind.Format switch
        {
            JsonBomKind.CycloneDx when kind.Schema is { } file => Validate(kind, SchemaCache.Get(file)),
            JsonBomKind.CycloneDx or JsonBomKind.Unknown => new BomValidation(name, kind.Format, kind.Version, [kind.Refusal]),
            _ => Read(kind),
        };
    }

    // Of SPDX there is no schema here: it is held to the rules of its version.
    private BomValidation Read(JsonBomKind kind)
    {
        content.Position = _begin;
        var input = new JsonInput(content, name, limits, cancellation);
        try
        {
            var errors = SpdxValidation.Check(input, out var version);
            return new BomValidation(name, kind.Format, version, errors);
        }
        catch (Exception e) when (e is JsonException or JsonWrongException)
        {
            return new BomValidation(name, kind.Format, kind.Version, [BomValidator.Of(Explain(input, e))]);
        }
        catch (EvidenceException e)
        {
            return new BomValidation(name, kind.Format, kind.Version, [BomValidator.Of(e)]);
        }
    }

    private BomValidation Validate(JsonBomKind kind, JsonSchema root)
    {
        content.Position = _begin;
        var input = new JsonInput(content, name, limits, cancellation);
        input.Release();
        BomError? fatal = null;
        try
        {
            ReadRoot(input, root.Object!);
            input.End();
        }
        catch (Exception e) when (e is JsonException or JsonWrongException)
        {
            fatal = BomValidator.Of(Explain(input, e), _at);
        }
        catch (EvidenceException e)
        {
            fatal = BomValidator.Of(e, _at);
        }

        return new BomValidation(name, kind.Format, kind.Version, [.. Errors(fatal is null), .. fatal is null ? [] : new[] { fatal }]);
    }

    private void ReadRoot(JsonInput input, SchemaObject rules)
    {
        var evaluator = new SchemaEvaluator(_tape);
        var names = new HashSet<string>(StringComparer.Ordinal);
        var offset = input.Offset;
        input.EnterObject();
        while (input.NextName() is { } member)
        {
            _at = SchemaProblems.Pointer([member]);
            if (!names.Add(member))
            {
                throw input.Refuse(EvidenceProblem.Damaged, $"`{member}` is there twice");
            }

            var bytes = Encoding.UTF8.GetBytes(member);
            var known = rules.Names.Find(TextPool.Hash(bytes), bytes);
            if (known >= 0)
            {
                ReadMember(input, evaluator, member, rules.Names.Schema(known)!);
                continue;
            }

            if (rules.Additional is { IsNever: true })
            {
                _problems.Enter(member);
                _problems.Add("additionalProperties", SchemaWords.NoSuchMember(member, rules.Names.Known), input.Offset);
                _problems.Leave();
            }

            input.Read(Take(input));
        }

        for (var i = 0; i < rules.Required; i++)
        {
            if (!names.Contains(rules.Names.Name(i)))
            {
                _problems.Add("required", $"has no `{rules.Names.Name(i)}`, which is required", offset);
            }
        }
    }

    private void ReadMember(JsonInput input, SchemaEvaluator evaluator, string member, JsonSchema schema)
    {
        if (input.Peek() == JsonTokenType.StartArray && schema is { Types: JsonTypes.Array, Array: { CanStream: true } rules, IsPlain: true })
        {
            ReadArray(input, evaluator, member, rules);
            return;
        }

        input.Read(Take(input));
        if (!evaluator.IsValid(schema, JsonTape.Root))
        {
            _problems.Enter(member);
            evaluator.Explain(schema, JsonTape.Root, _problems);
            _problems.Leave();
        }
    }

    private void ReadArray(JsonInput input, SchemaEvaluator evaluator, string member, SchemaArray rules)
    {
        var (items, index, twin, offset, take) = (new UniqueItems(), 0, -1, input.Offset, Take(input));
        input.EnterArray();
        while (input.NextElement())
        {
            var number = index.ToString(CultureInfo.InvariantCulture);
            _at = $"/{member}/{number}";
            input.Read(take);
            var valid = rules.Items is null || evaluator.IsValid(rules.Items, JsonTape.Root);
            var unique = !rules.IsUnique || evaluator.IsUnique(items, JsonTape.Root, index, out twin);
            if (!valid || !unique)
            {
                Explain(evaluator, [member, number], valid ? null : rules.Items, unique ? -1 : twin);
            }

            index++;
        }

        _problems.Enter(member);
        evaluator.ExplainCount(rules, index, offset, _problems);
        _problems.Leave();
    }

    private void Explain(SchemaEvaluator evaluator, string[] path, JsonSchema? schema, int twin)
    {
        Array.ForEach(path, _problems.Enter);
        if (twin >= 0)
        {
            _problems.Add("uniqueItems", $"is equal to item {twin}; every item may be there once", _tape.Offset(JsonTape.Root));
        }

        if (schema is not null)
        {
            evaluator.Explain(schema, JsonTape.Root, _problems);
        }

        Array.ForEach(path, _ => _problems.Leave());
    }

    private JsonValueReader Take(JsonInput input) => (ref JsonScan reader) => _tape.Take(ref reader, input.Offset);

    private static EvidenceException Explain(JsonInput input, Exception exception) =>
        exception is JsonException json ? input.Explain(json) : input.Explain((JsonWrongException)exception);

    private List<BomError> Errors(bool isWhole)
    {
        var places = new TextPlaces(content, _begin);
        List<BomError> errors = [];
        foreach (var (error, offset) in _problems.All)
        {
            var (line, column) = places.Find(offset);
            errors.Add(error with { Line = line, Column = column });
        }

        var most = SchemaProblems.Most - (isWhole ? 0 : 1);
        if (_problems.Count > most)
        {
            errors.RemoveRange(most - 1, errors.Count - most + 1);
            errors.Add(new BomError("", "more", $"{_problems.Count - most + 1} more problems are not listed"));
        }

        return errors;
    }
}
