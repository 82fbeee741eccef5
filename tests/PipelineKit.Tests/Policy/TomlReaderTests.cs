using System.Text;
using System.Text.Json;
using PipelineKit.Failures;
using PipelineKit.Policy;
using PipelineKit.Testing;
using PipelineKit.Yaml;
using Xunit;

namespace PipelineKit.Tests.Policy;

/// <summary>The TOML reader against Python's: the same values, the same refusals.</summary>
public sealed class TomlReaderTests
{
    private static readonly string[] Same =
    [
        "", "# c", "a = 'x'", "a=\"x\"#c\r\nb = true\n", "\"quo ted\" = 'a'\n'lit.eral' = false", "a.b.c = 'x'\na.b.d = 'y'", "a . b = 'x'",
        "[t]\na = 'x'\n[t.u]\nb = 'y'\n[v]\n", "[a.b]\nx='1'\n[a]\ny='2'", "[[l]]\na='1'\n[[l]]\na='2'\n[l.s]\nb='3'\n[[l.m]]\nc='4'",
        "a = ['x', \"y\", ]", "a = [\n 'x', # c\n\n 'y'\n]", "a = [[], ['x'], [['y']]]", "a = []", "a = {}", "a = { b = 'x', c.d = 'y', e = [{f='z'}] }",
        "a = \"\\b\\t\\n\\f\\r\\\"\\\\\\u00e9\\U0001F600\"", "a = 'C:\\\\n'", "a = \"\"\"\nx\ny\\\n   \n  z\"\"\"", "a = '''\n'x'\n'''", "a = \"\"\"a\"\"b\"\"\"\"\"", "a = ''''x'''''", "a = '\t'",
        "a = \"é\U0001F600\"", "1 = 'x'\n-_ = 'y'", "a = \"\"", "a = \"\"\"\"\"\"", "\"\" = 'x'", "[ t . u ]\na='x'", "a = \"\"\"\r\nx\r\ny\"\"\"",
    ];

    private static readonly string[] Refused =
    [
        "a", "a =", "= 'x'", "a = 'x' b = 'y'", "a = 'x", "a = \"x", "a = \"\n\"", "a = '''x", "a = \"\\q\"", "a = \"\\u12\"", "a = \"\\ud800\"", "a = [", "a = ['x' 'y']", "a = {b='x'", "a = {b='x',}", "a = {b='x' c='y'}",
        "a = 'x'\na = 'y'", "[t]\n[t]", "[t]\na='x'\n[t.a]\nb='y'", "a = []\n[[a]]", "a = {}\n[a.b]", "[[t]]\n[t]", "[t]\n[[t]]", "[t", "[[t]", "[]", "a..b = 'x'", "a b = 'x'", "a = x", "a = \u00e9", "\u00e9 = 'x'", "a = \"\u0001\"", "a = '\u0000'",
        "a = 'x'\rb = 'y'", "a = truely", "a = \"\"\"x\\ y\"\"\"", "a.b = 'x'\na = 'y'", "a = ,", "a = [,]", "\"\"\"a\"\"\" = 'x'",
    ];

    [SkippableFact]
    public async Task Values_are_those_Python_reads()
    {
        var python = await PythonAsync(Same);

        Assert.All(Same.Zip(python), pair => Assert.Equal(pair.Second.ToString(), Json(Read(pair.First))));
    }

    [SkippableFact]
    public async Task What_Python_refuses_is_refused()
    {
        var python = await PythonAsync(Refused);

        Assert.All(Refused.Zip(python), pair => Assert.Equal((pair.First, JsonValueKind.Null), (pair.First, pair.Second.ValueKind)));
        Assert.All(Refused, text => Assert.Throws<FailureException>(() => Read(text)));
    }

    [Theory]
    [InlineData("a = 1", "1:5")]
    [InlineData("\n\n  a = 1.5", "3:7")]
    [InlineData("a = [\n  'x',\n  07:32:00\n]", "3:3")]
    [InlineData("a = 'x'\n\na = 'y'", "3:1")]
    [InlineData("a = \"\"\"\n\n\"\"\" x", "3:5")]
    [InlineData("a = \"b\\\nc\"", "1:8")]
    public void A_refusal_names_line_and_column(string text, string place) =>
        Assert.Equal("f.toml:" + place, Assert.Throws<FailureException>(() => Read(text)).Failures[0].Place!.ToString());

    [Theory]
    [InlineData("a = 2026-01-02", "2026-01-02")]
    [InlineData("a = 2026-01-02 03:04:05Z # c", "2026-01-02 03:04:05Z")]
    [InlineData("a = 2026-01-02T03:04:05.6+01:00", "2026-01-02T03:04:05.6+01:00")]
    public void Dates_are_kept_as_they_are_written(string text, string value) => Assert.Equal(value, Read(text)["a"]!.Text);

    [Theory]
    [InlineData("[")]
    [InlineData("{a=")]
    [InlineData("a.")]
    public void Deep_nesting_is_refused(string part) => Assert.Throws<FailureException>(() => Read("a = " + string.Concat(Enumerable.Repeat(part, 100_000))));

    [Fact]
    public void A_large_file_is_refused_and_many_keys_are_read()
    {
        Assert.Throws<FailureException>(() => Read("#" + new string('x', 1 << 20)));
        Assert.Equal(50_000, Read(string.Join('\n', Enumerable.Range(0, 50_000).Select(i => $"k{i}=''"))).Pairs.Count);
    }

    private static YamlValue Read(string text) => TomlReader.Read(Encoding.UTF8.GetBytes(text), "f.toml");

    private static async Task<JsonElement[]> PythonAsync(string[] texts)
    {
        const string Script =
            """
            import json, sys
            try:
                import tomllib
            except ImportError:
                print(""); sys.exit()
            def read(text):
                try:
                    return tomllib.loads(text)
                except tomllib.TOMLDecodeError:
                    return None
            print(json.dumps([read(t) for t in json.load(open(sys.argv[1], encoding="utf-8"))]))
            """;
        using var folder = new TempFolder();
        var file = folder.Write("texts.json", JsonSerializer.SerializeToUtf8Bytes(texts));
        var output = (await new Child(Peer.Program("python3"), "-c", Script, file).RunAsync()).Expect(0).Output.Trim();
        Peer.Need(output.Length > 0, "python3 has no tomllib (3.11 and later)");
        return JsonSerializer.Deserialize<JsonElement[]>(output)!;
    }

    // As Python's json.dumps writes it, so that the raw texts of both compare.
    private static string Json(YamlValue value) =>
        value.Shape switch
        {
            YamlShape.Mapping => "{" + string.Join(", ", value.Pairs.Select(p => $"{Text(p.Key)}: {Json(p.Value)}")) + "}",
            YamlShape.Sequence => "[" + string.Join(", ", value.Items.Select(Json)) + "]",
            _ => value.IsQuoted ? Text(value.Text) : value.Text,
        };

    private static string Text(string text)
    {
        var json = new StringBuilder("\"");
        foreach (var c in text)
        {
            json.Append(c switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                '\b' => "\\b",
                '\f' => "\\f",
                < ' ' or > '~' => $"\\u{(int)c:x4}",
                _ => c.ToString(),
            });
        }

        return json.Append('"').ToString();
    }
}
