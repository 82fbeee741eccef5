using System.Globalization;
using System.Text;

namespace PipelineKit.Evidence;

internal sealed partial class SchemaEvaluator
{
    private bool CheckObject(SchemaObject rules, int at)
    {
        var (valid, seen) = (true, 0UL);
        for (var i = at + 1; i < tape.End(at); i = tape.End(i + 1))
        {
            var known = rules.Names.Find(tape.Hash(i), tape.Text(i));
            seen |= known >= 0 && known < rules.Required ? 1UL << known : 0;
            valid &= CheckMember(rules, i, known < 0 ? null : rules.Names.Schema(known));
            if (!valid && _problems is null)
            {
                return false;
            }
        }

        for (var i = 0; i < rules.Required; i++)
        {
            valid &= (seen & (1UL << i)) != 0 || Wrong(at, "required", $"has no `{rules.Names.Name(i)}`, which is required");
        }

        foreach (var (name, needs, schema) in rules.Dependencies)
        {
            valid &= tape.Member(at, name) < 0 || CheckDependency(name, needs, schema, at);
        }

        valid &= tape.Count(at) >= rules.Least || Wrong(at, "minProperties", $"has {tape.Count(at)} members; at least {rules.Least} are needed");
        return (tape.Count(at) <= rules.Most || Wrong(at, "maxProperties", $"has {tape.Count(at)} members; at most {rules.Most} are allowed")) && valid;
    }

    private bool CheckMember(SchemaObject rules, int name, JsonSchema? schema)
    {
        _problems?.Enter(tape.String(name));
        var (valid, covered) = (rules.NameSchema is null || Check(rules.NameSchema, name), schema is not null);
        if (schema is not null)
        {
            valid &= Check(schema, name + 1);
        }

        foreach (var (pattern, other) in rules.Patterns)
        {
            if (pattern.IsMatch(tape.Text(name)))
            {
                covered = true;
                valid &= Check(other, name + 1);
            }
        }

        if (!covered && rules.Additional is { } additional)
        {
            valid &= additional.IsNever ? Wrong(name, "additionalProperties", SchemaWords.NoSuchMember(tape.String(name), rules.Names.Known)) : Check(additional, name + 1);
        }

        _problems?.Leave();
        return valid;
    }

    private bool CheckDependency(byte[] name, byte[][]? needs, JsonSchema? schema, int at)
    {
        var valid = schema is null || Check(schema, at);
        foreach (var need in needs ?? [])
        {
            valid &= tape.Member(at, need) >= 0 || Wrong(at, "dependencies", $"has `{Encoding.UTF8.GetString(name)}`, and then `{Encoding.UTF8.GetString(need)}` is required too");
        }

        return valid;
    }

    private bool CheckArray(SchemaArray rules, int at)
    {
        var (valid, index, contains) = (CheckCount(rules, tape.Count(at), tape.Offset(at)), 0, rules.Contains is null);
        for (var i = at + 1; i < tape.End(at) && (valid || _problems is not null); i = tape.End(i), index++)
        {
            if ((index < rules.Tuple.Length ? rules.Tuple[index] : rules.Items) is { } schema)
            {
                _problems?.Enter(index.ToString(CultureInfo.InvariantCulture));
                valid &= schema.IsNever ? Wrong(i, "additionalItems", $"is one too many: at most {rules.Tuple.Length} items are allowed here") : Check(schema, i);
                _problems?.Leave();
            }

            contains = contains || IsValid(rules.Contains!, i);
        }

        valid &= contains || Wrong(at, "contains", "has no item of the kind that is required");
        return (!rules.IsUnique || tape.Count(at) < 2 || CheckUnique(at)) && valid;
    }

    /// <summary>Adds what is wrong with the number of items of an array that was gone through elsewhere.</summary>
    /// <param name="rules">The rules.</param>
    /// <param name="count">The number.</param>
    /// <param name="offset">Where the array is.</param>
    /// <param name="problems">Where it goes, with the path of the array.</param>
    public void ExplainCount(SchemaArray rules, int count, long offset, SchemaProblems problems)
    {
        _problems = problems;
        CheckCount(rules, count, offset);
        _problems = null;
    }

    /// <summary>Whether no item before was equal.</summary>
    /// <param name="items">Those before.</param>
    /// <param name="at">The item.</param>
    /// <param name="index">Its number.</param>
    /// <param name="twin">The number of the equal one.</param>
    public bool IsUnique(UniqueItems items, int at, int index, out int twin)
    {
        _canonical.Clear();
        _canonical.Add(tape, at);
        twin = items.Add(_canonical.Digest(), index);
        return twin < 0;
    }

    private bool CheckCount(SchemaArray rules, int count, long offset)
    {
        if (count < rules.Least)
        {
            _problems?.Add("minItems", $"has {count} items; at least {rules.Least} are needed", offset);
            return false;
        }

        if (count > rules.Most)
        {
            _problems?.Add("maxItems", $"has {count} items; at most {rules.Most} are allowed", offset);
            return false;
        }

        return true;
    }

    private bool CheckUnique(int at)
    {
        var (items, index, valid) = (new UniqueItems(), 0, true);
        for (var i = at + 1; i < tape.End(at) && (valid || _problems is not null); i = tape.End(i), index++)
        {
            if (!IsUnique(items, i, index, out var twin))
            {
                _problems?.Enter(index.ToString(CultureInfo.InvariantCulture));
                valid = Wrong(i, "uniqueItems", $"is equal to item {twin}; every item may be there once");
                _problems?.Leave();
            }
        }

        return valid;
    }

    private bool CheckText(SchemaScalar rules, int at)
    {
        var text = tape.Text(at);
        var valid = true;
        if (rules.Shortest > 0 || rules.Longest < int.MaxValue)
        {
            var length = Length(text);
            valid = length >= rules.Shortest || Wrong(at, "minLength", length == 0 ? "is empty" : $"has {length} characters; at least {rules.Shortest} are needed");
            valid &= length <= rules.Longest || Wrong(at, "maxLength", $"has {length} characters; at most {rules.Longest} are allowed");
        }

        valid &= rules.Pattern is null || rules.Pattern.IsMatch(text) || Wrong(at, "pattern", $"is {SchemaWords.Quote(tape, at)}, which does not match {rules.Pattern.Text}");
        return (rules.Format is null || SchemaFormats.IsValid(rules.Format, text) || Wrong(at, "format", $"is {SchemaWords.Quote(tape, at)}, which is no {SchemaFormats.Describe(rules.Format)}")) && valid;
    }

    private bool CheckNumber(SchemaScalar rules, int at)
    {
        if (JsonNumbers.Value(tape.Text(at)) is not { } value)
        {
            // It is not of the type `number` either, which is said already.
            return true;
        }

        var valid = value >= rules.Minimum || Wrong(at, "minimum", $"is less than {SchemaWords.Of(rules.Minimum)}");
        valid &= value <= rules.Maximum || Wrong(at, "maximum", $"is more than {SchemaWords.Of(rules.Maximum)}");
        valid &= value > rules.Above || Wrong(at, "exclusiveMinimum", $"is not more than {SchemaWords.Of(rules.Above)}");
        valid &= value < rules.Below || Wrong(at, "exclusiveMaximum", $"is not less than {SchemaWords.Of(rules.Below)}");
        return (rules.MultipleOf <= 0 || double.IsInteger(value / rules.MultipleOf) || Wrong(at, "multipleOf", $"is no multiple of {SchemaWords.Of(rules.MultipleOf)}")) && valid;
    }

    private static int Length(ReadOnlySpan<byte> utf8)
    {
        var length = 0;
        foreach (var b in utf8)
        {
            length += (b & 0xC0) != 0x80 ? 1 : 0;
        }

        return length;
    }
}
