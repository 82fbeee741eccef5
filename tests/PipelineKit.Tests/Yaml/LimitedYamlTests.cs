using System.Text;
using FsCheck;
using FsCheck.Fluent;
using PipelineKit.Failures;
using PipelineKit.Yaml;
using Xunit;

namespace PipelineKit.Tests.Yaml;

public sealed class LimitedYamlTests
{
    internal static YamlValue Read(string text) => LimitedYaml.Read(Encoding.UTF8.GetBytes(text), "f.yaml");

    internal static Failure Refusal(Action action) => Assert.Single(Assert.Throws<FailureException>(action).Failures);

    [Fact]
    public void Values_know_their_places()
    {
        var value = Read("# comment\na: 1\nlist:\n  - x\n  - { k: 'v' }\n");

        Assert.Equal((2, 1), (value.Pairs[0].Line, value.Pairs[0].Column));
        Assert.Equal((2, 4), (value["a"]!.Line, value["a"]!.Column));
        Assert.Equal(new SourcePlace("f.yaml", 5, 10), value["list"]!.Items[1]["k"]!.Place);
    }

    [Theory]
    [InlineData("")]
    [InlineData("# only a comment\n")]
    [InlineData("---\n")]
    [InlineData("~")]
    [InlineData("null\n...\n")]
    public void An_empty_document_is_null(string text) => Assert.True(Read(text).IsNull);

    [Fact]
    public void A_byte_order_mark_is_passed_over() => Assert.Equal("1", Read("\uFEFFa: 1")["a"]!.Text);

    [Fact]
    public void Quoted_text_is_text_whatever_it_looks_like()
    {
        var value = Read("a: 'null'\nb: \"true\"\nc: '7'\n");

        Assert.Equal("null", value["a"]!.AsText());
        Assert.Contains("expected true or false, found `true`", Refusal(() => value["b"]!.AsBoolean()).What, StringComparison.Ordinal);
        Assert.Contains("expected a whole number", Refusal(() => value["c"]!.AsInteger()).What, StringComparison.Ordinal);
    }

    [Fact]
    public void Typed_access_reads_what_is_written()
    {
        var value = Read("t: True\nf: false\nn: -12\ns: two words\ne:\n");

        Assert.True(value.Require("t").AsBoolean());
        Assert.False(value.Require("f").AsBoolean());
        Assert.Equal(-12, value.Require("n").AsInteger());
        Assert.Equal("two words", value.Require("s").AsText());
        Assert.Null(value["e"]);
        Assert.Null(value["absent"]);
    }

    [Theory]
    [InlineData("a: [1]", "f.yaml:1:4", "expected a single value, found a list")]
    [InlineData("a: {b: 1}", "f.yaml:1:4", "expected a single value, found keys and values")]
    [InlineData("b: 1", "f.yaml:1:1", "`a` is missing here")]
    [InlineData("\n\nb: 1\na:", "f.yaml:3:1", "`a` is missing here")]
    [InlineData("[a]", "f.yaml:1:1", "expected keys and values, found a list")]
    public void Wrong_shapes_are_named_with_their_place(string text, string place, string what)
    {
        var failure = Refusal(() => Read(text).Require("a").AsText());

        Assert.Equal((place, what), (failure.Place!.ToString(), failure.What));
    }

    [Theory]
    [InlineData("a: 1\na: 2\n", "f.yaml:2:1", "already there, in line 1")]
    [InlineData("x: {a: 1, 'a': 2}\n", "f.yaml:1:11", "already there, in line 1")]
    [InlineData("base: &b {x: 1}\nc:\n  <<: *b\n", "f.yaml:3:3", "merge keys")]
    [InlineData("a: !!str 1\n", "f.yaml:1:4", "tag `tag:yaml.org,2002:str`")]
    [InlineData("a: !secret x\n", "f.yaml:1:4", "tag `!secret`")]
    [InlineData("a: ! x\n", "f.yaml:1:4", "tag `!`")]
    [InlineData("a: 1\n---\nb: 2\n", "f.yaml:2:1", "second document")]
    [InlineData("a: *b\n", "f.yaml:1:4", "no anchor before it")]
    [InlineData("a: &a [*a]\n", "f.yaml:1:8", "inside of what it stands for")]
    [InlineData("a: &a {b: {c: [*a]}}\n", "f.yaml:1:16", "inside of what it stands for")]
    [InlineData("? [a]\n: 1\n", "f.yaml:1:3", "a key that is itself")]
    [InlineData("a: &k k\n*k : 1\n", "f.yaml:2:1", "alias as a key")]
    [InlineData("a: [1, 2\n", "f.yaml:2:1", "not valid YAML")]
    [InlineData("a: 'x\n", "f.yaml:1:4", "not valid YAML")]
    [InlineData("a:\n\t- b\n", "f.yaml:2:1", "tab")]
    [InlineData("a:\n  b: 1\n \tc: 1\n", "f.yaml:3:2", "tab")]
    [InlineData("a: b: c\n", "f.yaml:1:5", "not valid YAML")]
    [InlineData("a: \"\\q\"\n", "f.yaml:1:4", "not valid YAML")]
    public void What_is_not_supported_is_refused_at_its_place(string text, string place, string what)
    {
        var failure = Refusal(() => Read(text));

        Assert.Equal(FailureCodes.BadConfiguration, failure.Code);
        Assert.Contains(what, failure.What, StringComparison.Ordinal);
        Assert.Equal(place, failure.Place!.ToString());
    }

    [Fact]
    public void An_alias_stands_for_its_anchor()
    {
        var value = Read("a: &x {k: v}\nb: [*x, *x]\n");

        Assert.All(value["b"]!.Items, i => Assert.Equal("v", i["k"]!.Text));
    }

    [Fact]
    public void Bytes_that_are_not_utf8_are_named_with_their_line()
    {
        var failure = Refusal(() => LimitedYaml.Read(new byte[] { (byte)'a', (byte)':', (byte)'\n', 0xC3, 0x28 }, "f.yaml"));

        Assert.Equal(("the file is not UTF-8 text", "f.yaml:2:1"), (failure.What, failure.Place!.ToString()));
    }

    [Fact]
    public void Unknown_keys_come_with_the_nearest_known_one()
    {
        var failures = Read("modes: pin\nlockfile: x\ndryrun: y\nzzz: 1\nmode: check\n").UnknownKeys(["mode", "lock-file", "dry-run"]).ToList();

        Assert.Collection(
            failures.Select(f => $"{f.Place} {f.Remedy}"),
            f => Assert.Equal("f.yaml:1:1 Did you mean `mode`?", f),
            f => Assert.Equal("f.yaml:2:1 Did you mean `lock-file`?", f),
            f => Assert.Equal("f.yaml:3:1 Did you mean `dry-run`?", f),
            f => Assert.Equal("f.yaml:4:1 Known here: `dry-run`, `lock-file`, `mode`.", f));
    }

    [Fact]
    public void Whatever_the_text_nothing_but_a_failure_with_a_place_comes_out()
    {
        string[] pieces =
        [
            "a", ":", " ", "\n", "- ", "? ", "[", "]", "{", "}", ",", "&x ", "*x", "!t ", "'", "\"", "\\", "|", ">",
            "%YAML 1.2\n", "---", "...", "#", "\t", "\r", "\u0085", "\u2028", "\0", "\uFEFF", "<<", "é", "😀", "\\x", "\\U00110000", "+", "2", "@", "`",
        ];
        var texts = Gen.Elements(pieces).ListOf().Select(string.Concat).ToArbitrary();

        Prop.ForAll(texts, text =>
        {
            var error = Record.Exception(() => LimitedYaml.Read(Encoding.UTF8.GetBytes(text), "any.yaml"));
            Assert.True(error is null || error is FailureException { Failures: [{ Place: { Line: >= 1, Column: >= 1 } }] }, text + error?.ToString());
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(10_000));
    }
}
