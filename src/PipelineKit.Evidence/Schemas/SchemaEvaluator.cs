using System.Text.Json;

namespace PipelineKit.Evidence;

/// <summary>
/// Holds values to schemas. Whether a value is valid is found without writing anything down; only of a value that is not, it is gone over again to say why. It goes no deeper than <see cref="JsonTape.Depth"/> values, times the
/// few schemas that refer to each other at one value.
/// </summary>
internal sealed partial class SchemaEvaluator(JsonTape tape)
{
    private readonly CanonicalJson _canonical = new();
    private SchemaProblems? _problems;

    /// <summary>Whether the value is valid.</summary>
    public bool IsValid(JsonSchema schema, int at)
    {
        var problems = _problems;
        _problems = null;
        var valid = Check(schema, at);
        _problems = problems;
        return valid;
    }

    /// <summary>What is wrong with the value; nothing is added for a valid one.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="at">The value.</param>
    /// <param name="problems">Where it goes, with the path of the value.</param>
    public void Explain(JsonSchema schema, int at, SchemaProblems problems)
    {
        var before = _problems;
        _problems = problems;
        Check(schema, at);
        _problems = before;
    }

    // With problems, everything is looked at; without, the first one decides.
    private bool Check(JsonSchema schema, int at)
    {
        if (schema.IsNever)
        {
            return Wrong(at, "false", "is not allowed here");
        }

        var valid = schema.Reference is null || Check(schema.Reference, at);
        valid = (valid || _problems is not null) && CheckType(schema.Types, at) && valid;
        valid = (valid || _problems is not null) && CheckAllowed(schema.Allowed, at) && valid;
        if (!valid && _problems is null)
        {
            return false;
        }

        valid = tape.Kind(at) switch
        {
            JsonTokenType.StartObject when schema.Object is { } rules => CheckObject(rules, at),
            JsonTokenType.StartArray when schema.Array is { } rules => CheckArray(rules, at),
            JsonTokenType.String or JsonTokenType.PropertyName when schema.Scalar is { } rules => CheckText(rules, at),
            JsonTokenType.Number when schema.Scalar is { } rules => CheckNumber(rules, at),
            _ => true,
        } && valid;
        return valid ? CheckCombined(schema, at) : _problems is not null && CheckCombined(schema, at) && false;
    }

    private bool CheckType(JsonTypes types, int at)
    {
        if (types == JsonTypes.None)
        {
            return true;
        }

        var kind = tape.Kind(at) switch
        {
            JsonTokenType.StartObject => JsonTypes.Object,
            JsonTokenType.StartArray => JsonTypes.Array,
            JsonTokenType.String or JsonTokenType.PropertyName => JsonTypes.Text,
            JsonTokenType.Null => JsonTypes.Null,
            JsonTokenType.Number => NumberType(types, at),
            _ => JsonTypes.Boolean,
        };
        return (types & kind) != JsonTypes.None || Wrong(at, "type", $"is {SchemaWords.Of(tape.Kind(at))}; {SchemaWords.Of(types)} is needed");
    }

    // A number beyond all doubles is none for those who read it later.
    private JsonTypes NumberType(JsonTypes types, int at) =>
        JsonNumbers.Value(tape.Text(at)) is null ? JsonTypes.None
        : (types & JsonTypes.Number) != JsonTypes.None ? JsonTypes.Number
        : JsonNumbers.IsWhole(tape.Text(at)) ? JsonTypes.Integer : JsonTypes.None;

    private bool CheckAllowed(SchemaValues? allowed, int at) =>
        allowed is null || allowed.Allow(tape, at) || Wrong(at, "enum", SchemaWords.NotAllowed(tape, at, allowed.Texts));

    private bool CheckCombined(JsonSchema schema, int at)
    {
        var valid = true;
        foreach (var each in schema.AllOf ?? [])
        {
            valid &= Check(each, at);
            if (!valid && _problems is null)
            {
                return false;
            }
        }

        if (schema.AnyOf is { } any)
        {
            valid &= Array.Exists(any, s => IsValid(s, at)) || Closest("anyOf", any, at);
        }

        if (schema.OneOf is { } one)
        {
            valid &= CheckOneOf(one, at);
        }

        if (schema.Not is { } not && IsValid(not, at))
        {
            valid = Wrong(at, "not", "is what must not be here");
        }

        if (schema.If is { } condition && (IsValid(condition, at) ? schema.Then : schema.Else) is { } rest)
        {
            valid &= Check(rest, at);
        }

        return valid;
    }

    private bool CheckOneOf(JsonSchema[] branches, int at)
    {
        var matches = 0;
        foreach (var branch in branches)
        {
            matches += IsValid(branch, at) ? 1 : 0;
        }

        return matches == 1 || (matches > 1
            ? Wrong(at, "oneOf", $"fits {matches} of {branches.Length} forms that exclude each other; keep the members of one of them")
            : Closest("oneOf", branches, at));
    }

    /// <summary>Of several forms, none of which fits, what is wrong with the one that fits best: the one that goes wrong furthest inside, and of those the one with the fewest problems.</summary>
    private bool Closest(string rule, JsonSchema[] branches, int at)
    {
        if (_problems is not { } problems)
        {
            return false;
        }

        SchemaProblems? best = null;
        foreach (var branch in branches)
        {
            var found = problems.Branch();
            Explain(branch, at, found);
            best = best is null || found.FitsBetterThan(best) ? found : best;
        }

        if (best is null || best.IsOnlyType)
        {
            return Wrong(at, rule, "has none of the forms that are allowed here");
        }

        problems.Add(best);
        return false;
    }

    private bool Wrong(int at, string rule, string message)
    {
        _problems?.Add(rule, message, tape.Offset(at));
        return false;
    }
}
