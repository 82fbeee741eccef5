using PipelineKit.Templating.Builtins;
using Xunit;

namespace PipelineKit.Templating.Tests;

/// <summary>Every builtin charges what it does: called with much, under small limits, it ends in the error of a limit.</summary>
public sealed class BudgetTests
{
    private const string ScriptsAlone = "runs what is charged by itself";
    private const string Arithmetic = "a fixed number of operations on values of a fixed size";
    private const string Lookup = "one lookup, whatever the size";

    // The calls that must end at a limit. `text` is a long text, `list` a long list, `spaced` a long text of words, `many` an object of many members, `digits` a long number.
    private static readonly Dictionary<string, string> Charging = new(StringComparer.Ordinal)
    {
        ["array.add"] = "list | array.add 1",
        ["array.add_range"] = "list | array.add_range list",
        ["array.any"] = "list | array.any @string.empty",
        ["array.compact"] = "list | array.compact",
        ["array.concat"] = "list | array.concat list",
        ["array.contains"] = "list | array.contains 'x'",
        ["array.cycle"] = "list | array.cycle",
        ["array.each"] = "list | array.each @string.size",
        ["array.filter"] = "list | array.filter @string.empty",
        ["array.insert_at"] = "[] | array.insert_at 1000000 1",
        ["array.join"] = "list | array.join ','",
        ["array.limit"] = "list | array.limit 100000",
        ["array.map"] = "list | array.map 'x'",
        ["array.offset"] = "list | array.offset 1",
        ["array.remove_at"] = "list | array.remove_at 1",
        ["array.reverse"] = "list | array.reverse",
        ["array.sort"] = "list | array.sort",
        ["array.uniq"] = "list | array.uniq",
        ["date.parse"] = "text | date.parse",
        ["date.parse_to_string"] = "'2024-01-01' | date.parse_to_string text",
        ["date.to_string"] = "'2024-01-01' | date.parse | date.to_string text",
        ["html.escape"] = "text | html.escape",
        ["html.newline_to_br"] = "text | html.newline_to_br",
        ["html.strip"] = "text | html.strip",
        ["html.url_encode"] = "text | html.url_encode",
        ["html.url_escape"] = "text | html.url_escape",
        ["math.format"] = "1 | math.format 'D999999'",
        ["math.times"] = "'abc' | math.times 100000",
        ["math.plus"] = "text | math.plus text",
        ["object.eval"] = "object.eval text",
        ["object.eval_template"] = "object.eval_template text",
        ["object.format"] = "1 | object.format 'D999999'",
        ["object.from_json"] = "json | object.from_json",
        ["object.keys"] = "many | object.keys",
        ["object.to_json"] = "many | object.to_json",
        ["object.values"] = "many | object.values",
        ["regex.escape"] = "text | regex.escape",
        ["regex.match"] = "text | regex.match '.*'",
        ["regex.matches"] = "text | regex.matches '.'",
        ["regex.replace"] = "text | regex.replace '.' 'xyz'",
        ["regex.split"] = "spaced | regex.split ' '",
        ["regex.unescape"] = "text | regex.unescape",
        ["timespan.parse"] = "text | timespan.parse",
    };

    // Those whose work does not grow, and why.
    private static readonly Dictionary<string, string> Constant = new(StringComparer.Ordinal)
    {
        ["array.first"] = Lookup,
        ["array.last"] = Lookup,
        ["array.size"] = Lookup,
        ["date.add_days"] = Arithmetic,
        ["date.add_hours"] = Arithmetic,
        ["date.add_milliseconds"] = Arithmetic,
        ["date.add_minutes"] = Arithmetic,
        ["date.add_months"] = Arithmetic,
        ["date.add_seconds"] = Arithmetic,
        ["date.add_years"] = Arithmetic,
        ["date.now"] = Arithmetic,
        ["date.utc_now"] = Arithmetic,
        ["include"] = ScriptsAlone,
        ["include_join"] = ScriptsAlone,
        ["math.abs"] = "numbers are bounded by what made them",
        ["math.ceil"] = Arithmetic,
        ["math.divided_by"] = Arithmetic,
        ["math.floor"] = Arithmetic,
        ["math.is_number"] = Lookup,
        ["math.minus"] = "numbers are bounded by what made them",
        ["math.modulo"] = "numbers are bounded by what made them",
        ["math.random"] = Arithmetic,
        ["math.round"] = Arithmetic,
        ["math.uuid"] = Arithmetic,
        ["object.default"] = Lookup,
        ["object.has_key"] = Lookup,
        ["object.has_value"] = Lookup,
        ["object.kind"] = Lookup,
        ["object.size"] = Lookup,
        ["object.typeof"] = Lookup,
        ["string.empty"] = Lookup,
        ["string.pluralize"] = Lookup,
        ["string.size"] = Lookup,
        ["timespan.from_days"] = Arithmetic,
        ["timespan.from_hours"] = Arithmetic,
        ["timespan.from_milliseconds"] = Arithmetic,
        ["timespan.from_minutes"] = Arithmetic,
        ["timespan.from_seconds"] = Arithmetic,
    };

    // Calls of `string` that need more arguments than a text; the others are called with the text alone.
    private static readonly Dictionary<string, string> TextArguments = new(StringComparer.Ordinal)
    {
        ["append"] = "text",
        ["contains"] = "'x'",
        ["ends_with"] = "'x'",
        ["equals_ignore_case"] = "'x'",
        ["hmac_sha1"] = "'x'",
        ["hmac_sha256"] = "'x'",
        ["hmac_sha512"] = "'x'",
        ["index_of"] = "'x'",
        ["pad_left"] = "1000000",
        ["pad_right"] = "1000000",
        ["prepend"] = "text",
        ["remove"] = "'a'",
        ["remove_first"] = "'a'",
        ["remove_last"] = "'a'",
        ["replace"] = "'a' 'bcd'",
        ["replace_first"] = "'a' text",
        ["slice"] = "1",
        ["slice1"] = "1 10",
        ["split"] = "' '",
        ["starts_with"] = "'x'",
        ["truncate"] = "99999",
        ["truncatewords"] = "99999",
    };

    public static TheoryData<string> Names() => [.. AllNames()];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_builtin_ends_at_a_limit_or_is_known_for_constant_work(string name)
    {
        if (Constant.ContainsKey(name))
        {
            return;
        }

        var call = CallOf(name);
        Assert.True(call is not null, $"`{name}` has no row: say how it is charged, or why it need not be.");
        var limits = TemplateLimits.Manifest with { Steps = 300, StringLength = 1000 };
        var error = Rendered.Error("{{ " + call + " }}", new TemplateRenderOptions { Profile = TemplateProfile.Manifest, Limits = limits, Model = Model() });
        Assert.True(error.Kind == TemplateErrorKind.Limit, $"{call}: {error}");
        Assert.Equal(1, error.Place.Line);
    }

    [Theory]
    [InlineData("list | array.each @string.size")]
    [InlineData("list | array.sort")]
    [InlineData("list | array.contains 'x'")]
    [InlineData("[] | array.insert_at 100000 1")]
    [InlineData("spaced | string.split ' '")]
    [InlineData("text | regex.matches '.'")]
    public void Lists_that_builtins_walk_count_as_loops_in_Scriban(string call)
    {
        var error = Rendered.Error("{{ " + call + " }}", new TemplateRenderOptions { Model = Model() });
        Assert.Equal((TemplateErrorKind.Limit, "Exceeding number of iteration limit `1000` for loop statement."), (error.Kind, error.Message));
    }

    [Theory]
    [InlineData("text | string.append text")]
    [InlineData("text | string.replace 'a' 'bc'")]
    [InlineData("text | string.pad_left 2000000000")]
    [InlineData("text | html.escape")]
    [InlineData("text | regex.replace 'a' 'bc'")]
    [InlineData("text | string.base64_encode")]
    public void Texts_that_builtins_make_are_bounded_in_Scriban(string call)
    {
        var options = new TemplateRenderOptions { Model = Model(), Limits = TemplateLimits.Scriban with { StringLength = 100_000 } };
        Assert.Equal(TemplateErrorKind.Limit, Rendered.Error("{{ " + call + " }}", options).Kind);
    }

    [Fact]
    public void No_row_is_left_of_a_builtin_that_is_gone()
    {
        var names = AllNames();
        Assert.Empty(Charging.Keys.Except(names, StringComparer.Ordinal));
        Assert.Empty(TextArguments.Keys.Select(n => "string." + n).Except(names, StringComparer.Ordinal));
        Assert.Empty(Constant.Keys.Except(names, StringComparer.Ordinal).Except(["include", "include_join"], StringComparer.Ordinal));
    }

    private static string? CallOf(string name)
    {
        if (Charging.TryGetValue(name, out var call))
        {
            return call;
        }

        return name.StartsWith("string.", StringComparison.Ordinal) ? $"text | {name} {TextArguments.GetValueOrDefault(name["string.".Length..])}" : null;
    }

    private static List<string> AllNames()
    {
        var names = new List<string>();
        Collect(names, "", BuiltinCatalog.All);
        return names;
    }

    private static void Collect(List<string> names, string prefix, ScriptObject owner)
    {
        foreach (var key in owner.Keys)
        {
            var value = owner[key];
            if (value.AsFunction is not null)
            {
                names.Add(prefix + key);
            }
            else if (value.AsObject is { Count: > 0 } inner)
            {
                Collect(names, prefix + key + ".", inner);
            }
        }
    }

    private static ScriptObject Model()
    {
        var list = new ScriptArray();
        var many = new ScriptObject();
        for (var i = 0; i < 2000; i++)
        {
            list.Add((i * 7919) % 2000);
            many.Set($"k{i}", i);
        }

        var model = new ScriptObject();
        model.Set("text", new string('a', 60_000) + new string('&', 40_000));
        model.Set("spaced", string.Concat(Enumerable.Repeat("a ", 50_000)));
        model.Set("json", "[" + string.Join(',', Enumerable.Repeat("1", 50_000)) + "]");
        model.Set("list", list);
        model.Set("many", many);
        return model;
    }
}
