using System.Text;
using Xunit;

namespace PipelineKit.Tests.Manifests.Yaml;

public sealed class YamlOracleTests
{
    public static TheoryData<string> Cases => new()
    {
        "a: 1\nb: two words\nc:\n",
        "a:\n- 1\n- 2\nb: 3\n",
        "a:\n  - 1\n  -\n    b: 2\n  - - x\n    - y\n  - c: 1\n    d: 2\n",
        "- a: 1\n  b:\n  - c\n  - d\n- e\n",
        "a: 'it''s' # comment\nb: \"q\\\"\\t\\u00e9\\x41\" # c\nc: x # y\nd: a#b\ne: '#'\n",
        "a: one\n  two\n\n  three\nb: 'x\n  y\n\n  z'\nc: \"x\n  y\\\n  z \\n\n  w\"\n",
        "a: |\n  l1\n    l2\n\n  l3\nb: >\n  f1\n  f2\n\n  f3\n   more\n  f4\nc: |-\n  x\nd: |+\n  x\n\ne: >-\n  y\n",
        "a: |2\n    x\n  y\nb: |\nc: >-\n\nd: |\n\n  x\n  \ne: 1\n",
        "- |\n x\n- >-\n  y\n- a: |\n    z\n  b: 1\n",
        "a: {b: 1, c: [x, y, {d: e}], \"f\": 'g', h: }\ni: [a b, c: d, ]\nj: []\nk: {}\n",
        "a: {\n  b: 1, # c\n  c: [\n    x,\n    y y\n      z\n  ]\n}\nd: [\n x\n]\n",
        "{\"a\":1,\"b\":[1,2,{\"c\":\"d\"}],\"e\":null}\n",
        "a: &x 1\nb: *x\nc: &m\n  d: !!str 2\ne:\n  <<: *m\nf: !tag {g: h}\ni: &s\n- 1\n&k j: 1\n*x : y\n",
        "--- a\n---\nb: 1\n...\n---\n# only\n---\n- x\n",
        "%YAML 1.1\n---\na: 1\n",
        "# comment\n\n# more\n",
        "",
        "---\n",
        "? a\n: b\n? - c\n: d\n? e\n",
        "a:\n  b:\n    c: 1\n\n  # comment\n    # odd comment\n  d: 2\ne: 3",
        "url: http://x:80/y\ntime: 12:30\nneg: -1\ndash: -x\nq: ?x\n",
        "\"a b\": 1\n'c''d': 2\n\"e\\tf\": 3\n? g\n",
        "a: \"\"\nb: ''\nc: ~\nd: null\n",
        "a:   \n  b:  1  \n\n\nc: \t2\t# x\n",
        "key with spaces: v\nk-e_y.1/x: v\n\"k\" : v\n",
        "a: -b\n",
        "a:\n    - b:\n        - c\n    - d\n",
        "- - - a\n    - b\n  - c\n- d\n",
        "-\n  a: 1\n-\n- b\n",
        "a: x\n   y\n   - z\nb: 1\n",
        "a: [\"x:y\", 'a,b', p:q, http://x:80/y]\n",
        "a: {x: y\n  z, w: \"1\n  2\"}\n",
        "description: foo {{ $labels.x }} bar\n  {{ $value }} more\nb: 1\n",
        "a: \"{{ .x }}: {{ .y }}\"\nb: '{{ a }}'\n",
        "a:\n  - >-\n    x\n    y\n  - z\n",
        "a: &a\nb: !!null\nc: 1\n",
        "- &a\n  x: 1\n- &b y: 2\n  z: 3\n- !t\n  - 1\n",
        "a: |\n  x\n # comment\nb: 1\n",
        "a: >\n\n\n  x\n\n\n  y\n\nb: |+\n\n  x\n\n\n",
        "a: 'x'  \nb: \"y\"\t\n",
        "? |\n  block key\n: - one\n  - two\n",
        "{a: b}: c\n[d]: e\n",
        "a: \"x\\\n   y\"\n",
        "\u00e9: \u00fc\nb: \u4e2d\u6587\n",
        "a:\n- b\n# c\n- d\n\n- e\nf: g\n",
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_tree_is_the_one_YamlDotNet_sees(string yaml)
    {
        var theirs = YamlOutline.Theirs(Encoding.UTF8.GetBytes(yaml));
        Assert.NotNull(theirs);
        Assert.Equal(theirs, YamlOutline.Ours(Encoding.UTF8.GetBytes(yaml)));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Line_ends_a_byte_order_mark_and_a_missing_last_break_change_nothing(string yaml)
    {
        var windows = Encoding.UTF8.GetBytes("\ufeff" + yaml.Replace("\n", "\r\n", StringComparison.Ordinal).TrimEnd('\r', '\n'));
        var theirs = YamlOutline.Theirs(windows);
        Assert.NotNull(theirs);
        Assert.Equal(theirs, YamlOutline.Ours(windows));
    }

    [SkippableFact]
    public void Every_valid_file_of_real_repositories_has_the_tree_YamlDotNet_sees()
    {
        var compared = 0;
        var differing = new List<string>();
        foreach (var path in Corpus.YamlFiles())
        {
            // Where a value starts with two braces, to YAML it is a mapping with a mapping for a key; here it is a template, on purpose.
            var file = File.ReadAllBytes(path);
            if (file.AsSpan().IndexOf(": {{"u8) >= 0 || YamlOutline.Theirs(file) is not { } theirs)
            {
                continue;
            }

            compared++;
            if (Difference(YamlOutline.Ours(file), theirs) is { } difference)
            {
                differing.Add($"{path}: {difference}");
            }
        }

        Assert.True(differing.Count == 0, string.Join("\n", differing));
        Assert.True(compared > 300, $"only {compared} files were compared");
    }

    private static string? Difference(string ours, string theirs)
    {
        if (ours == theirs)
        {
            return null;
        }

        var (left, right) = (ours.Split('\n'), theirs.Split('\n'));
        var line = left.Zip(right).TakeWhile(pair => pair.First == pair.Second).Count();
        return $"`{left.ElementAtOrDefault(line)}` and not `{right.ElementAtOrDefault(line)}`";
    }
}
