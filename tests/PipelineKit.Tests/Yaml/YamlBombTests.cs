using System.Text;
using PipelineKit.Failures;
using PipelineKit.Yaml;
using Xunit;

namespace PipelineKit.Tests.Yaml;

[Collection(TimedTests.Name)]
public sealed class YamlBombTests
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    public static TheoryData<string, string> Bombs => new()
    {
        { "20 kB of brackets", "nested deeper than 64" },
        { "100,000 nested lists", "nested deeper than 64" },
        { "1 MB of braces", "nested deeper than 64" },
        { "nested list items", "nested deeper than 64" },
        { "nested block keys", "nested deeper than 64" },
        { "brackets, one a line", "nested deeper than 64" },
        { "nested explicit keys", "nested deeper than 64" },
        { "merge bomb", "merge keys" },
        { "alias bomb", "more than 100000 values" },
        { "deep aliases", "nested deeper than 64" },
        { "many aliases", "more than 100 aliases" },
        { "many nodes", "more than 100000 values" },
        { "large file", "at most 1048576 are read" },
    };

    [Theory]
    [MemberData(nameof(Bombs))]
    public void A_bomb_is_refused_within_a_second(string name, string what)
    {
        var bytes = Utf8.GetBytes(Bomb(name));

        var (took, error) = Read(bytes);

        Assert.Contains(what, Assert.Single(Assert.IsType<FailureException>(error).Failures).What, StringComparison.Ordinal);
        Assert.True(took < TimeSpan.FromSeconds(1), $"took {took}");
    }

    [Theory]
    [InlineData("one long plain scalar")]
    [InlineData("one long quoted scalar")]
    [InlineData("one long comment")]
    [InlineData("one long key")]
    [InlineData("blank lines")]
    [InlineData("a block scalar")]
    [InlineData("indented lines")]
    [InlineData("a long list on one line")]
    [InlineData("directives")]
    [InlineData("carriage returns")]
    public void A_megabyte_of_anything_is_read_or_refused_within_two_seconds(string name)
    {
        var (took, error) = Read(Utf8.GetBytes(Bomb(name)));

        Assert.True(error is null or FailureException, error?.ToString());
        Assert.True(took < TimeSpan.FromSeconds(2), $"took {took}");
    }

    // Processor time, as other programs on the machine are not the reader's fault; no other test runs beside these.
    private static (TimeSpan Took, Exception? Error) Read(byte[] bytes)
    {
        var before = Environment.CpuUsage.TotalTime;
        var error = Record.Exception(() => LimitedYaml.Read(bytes, "bomb.yaml"));
        return (Environment.CpuUsage.TotalTime - before, error);
    }

    private static string Bomb(string name) => name switch
    {
        "20 kB of brackets" => new string('[', 20_000),
        "100,000 nested lists" => new string('[', 100_000) + new string(']', 100_000),
        "1 MB of braces" => new string('{', 1_000_000),
        "nested list items" => Repeat("- ", 10_000),
        "nested block keys" => string.Concat(Enumerable.Range(0, 1_000).Select(i => new string(' ', i) + "a:\n")),
        "brackets, one a line" => Repeat("[\n", 100_000),
        "nested explicit keys" => Repeat("? ", 10_000),
        "merge bomb" => "a0: &a0 {k: v}\n" + string.Concat(Enumerable.Range(1, 20).Select(i => $"a{i}: &a{i}\n  <<: [*a{i - 1}, *a{i - 1}]\n")),
        "alias bomb" => "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n" + string.Concat(Enumerable.Range(1, 9).Select(i => $"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 10))}]\n")),
        "deep aliases" => "a0: &a0 [x]\n" + string.Concat(Enumerable.Range(1, 90).Select(i => $"a{i}: &a{i} [*a{i - 1}]\n")),
        "many aliases" => "a: &a x\nb: [" + Repeat("*a, ", 101) + "]",
        "many nodes" => "[" + Repeat("x, ", 100_001) + "]",
        "large file" => new string('#', (1 << 20) + 1),
        "one long plain scalar" => Repeat("word ", 200_000),
        "one long quoted scalar" => "\"" + Repeat("word\\n", 170_000) + "\"",
        "one long comment" => "#" + new string('x', 1_000_000),
        "one long key" => new string('x', 1_000_000) + ": 1",
        "blank lines" => "a: 'x" + new string('\n', 1_000_000) + "y'",
        "a block scalar" => "a: |\n" + Repeat(" x\n", 340_000),
        "indented lines" => Repeat(new string(' ', 1_000) + "\n", 1_000),
        "a long list on one line" => "[" + Repeat("x,", 90_000) + "]",
        "directives" => Repeat("%A b\n", 200_000),
        "carriage returns" => new string('\r', 1_000_000),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "unknown"),
    };

    private static string Repeat(string text, int times) => string.Concat(Enumerable.Repeat(text, times));
}
