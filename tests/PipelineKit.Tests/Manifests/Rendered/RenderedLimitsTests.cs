using System.Diagnostics;
using System.Text;
using PipelineKit.Manifests;
using PipelineKit.Manifests.Rendered;
using PipelineKit.Tests.Manifests.Yaml;
using Xunit;

namespace PipelineKit.Tests.Manifests.Rendered;

public sealed class RenderedLimitsTests
{
    private const string Signs = " \n\t-:?#&*!|>'\"%@`{}[],ab0~.\\\r";

    public static TheoryData<string, string> Hostile
    {
        get
        {
            var bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
            for (var i = 1; i < 40; i++)
            {
                bomb.Append($"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 9))}]\n");
            }

            return new TheoryData<string, string>
            {
                { new string('[', 200_000), "nested more than" },
                { string.Concat(Enumerable.Repeat("{a: ", 100_000)), "nested more than" },
                { string.Concat(Enumerable.Repeat("- ", 100_000)) + "x\n", "nested more than" },
                { string.Concat(Enumerable.Range(0, 300).Select(i => new string(' ', i) + "a:\n")), "nested more than" },
                { bomb.ToString(), "aliases of the document stand for more" },
                { string.Concat(Enumerable.Range(0, 2_000).Select(i => $"k{i}: &a{i} 1\n")), "more than 1000 anchors" },
                { new string('k', 2_000) + ": v\n", "longer than 1024" },
                { "\"" + new string('k', 2_000) + "\": v\n", "longer than 1024" },
            };
        }
    }

    [Theory]
    [MemberData(nameof(Hostile))]
    public void What_grows_without_end_is_refused(string text, string reason)
    {
        using var yaml = RenderedYaml.Read(Encoding.UTF8.GetBytes(text), RenderedOutline.AnyYaml);
        Assert.Contains(reason, yaml.Errors[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Size_and_number_of_values_have_limits()
    {
        using var large = RenderedYaml.Read("a: b\n"u8.ToArray(), new RenderedYamlLimits { MaximumBytes = 4 });
        Assert.Contains("more than 4", large.Errors[0].Message, StringComparison.Ordinal);

        using var many = RenderedYaml.Read("[a, b, c, d, e]\n"u8.ToArray(), new RenderedYamlLimits { MaximumNodes = 4, RequiresObjects = false });
        Assert.Contains("more than 4 values", many.Errors[0].Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a: \"\n---\n")]
    [InlineData("a: [\n---\n")]
    [InlineData("a: *b\n---\n")]
    [InlineData("a: |\n  b\n c\n---\n")]
    [InlineData("'''")]
    [InlineData("\\")]
    [InlineData("[ a\n")]
    [InlineData("a: {b: 'c\n")]
    [InlineData("\n")]
    [InlineData("# c\n")]
    [InlineData(" \t")]
    [InlineData("? a\n")]
    [InlineData("- &a x\n- *a\n")]
    public void Time_is_linear_in_the_bytes_whatever_they_are(string part)
    {
        var file = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(part, 4_000_000 / part.Length)));
        var clock = Stopwatch.StartNew();
        using var yaml = RenderedYaml.Read(file, RenderedOutline.AnyYaml);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(5), $"{clock.Elapsed} for {file.Length} bytes");
    }

    [Fact]
    public void A_mapping_of_very_many_keys_takes_linear_time_and_a_double_in_it_is_found()
    {
        var keys = string.Concat(Enumerable.Range(0, 50_000).Select(i => $"key-{i:D8}-{i % 7}: v\n"));
        var clock = Stopwatch.StartNew();
        using var fine = RenderedYaml.Read(Encoding.UTF8.GetBytes(keys), RenderedOutline.AnyYaml);
        using var twice = RenderedYaml.Read(Encoding.UTF8.GetBytes(keys + "\"key-00000077-0\": v\n"), RenderedOutline.AnyYaml);

        Assert.Empty(fine.Errors);
        Assert.Contains("stands twice", twice.Errors[0].Message, StringComparison.Ordinal);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(5), clock.Elapsed.ToString());
    }

    [Fact]
    public void Keys_of_nested_mappings_are_kept_apart_however_many_there_are()
    {
        var inner = string.Concat(Enumerable.Range(0, 50).Select(i => $"  k{i}: v\n"));
        var outer = string.Concat(Enumerable.Range(0, 50).Select(i => $"k{i}:\n{inner}"));
        using var yaml = RenderedYaml.Read(Encoding.UTF8.GetBytes(outer), RenderedOutline.AnyYaml);
        Assert.Empty(yaml.Errors);

        using var twice = RenderedYaml.Read(Encoding.UTF8.GetBytes(outer + "k3: v\n"), RenderedOutline.AnyYaml);
        Assert.Single(twice.Errors);
    }

    [Fact]
    public void Random_bytes_never_make_it_throw()
    {
        var random = new Random(42);
        for (var round = 0; round < 20_000; round++)
        {
            var file = new byte[random.Next(0, 120)];
            random.NextBytes(file);
            if (round % 2 == 0)
            {
                for (var i = 0; i < file.Length; i++)
                {
                    file[i] = (byte)Signs[file[i] % Signs.Length];
                }
            }

            CheckSpans(file);
        }
    }

    [SkippableFact]
    public void Damaged_files_of_real_repositories_never_make_it_throw()
    {
        var random = new Random(11);
        foreach (var path in Corpus.YamlFiles())
        {
            var file = File.ReadAllBytes(path).AsSpan(0, (int)Math.Min(new FileInfo(path).Length, 20_000)).ToArray();
            CheckSpans(file);
            for (var i = 0; i < 5 && file.Length > 0; i++)
            {
                file[random.Next(file.Length)] = (byte)random.Next(256);
            }

            CheckSpans(file);
        }
    }

    private static void CheckSpans(byte[] file)
    {
        using var yaml = RenderedYaml.Read(file, RenderedYamlLimits.Default);
        var whole = new ByteSpan(0, file.Length);
        for (var node = 0; node < yaml.NodeCount; node++)
        {
            var span = yaml.Span(node);
            Assert.True(span.Start >= 0 && span.Length >= 0 && span.End <= whole.End, $"{span} leaves the file");
            Assert.True(yaml.KeySpan(node).End <= whole.End);
            Assert.True(yaml.Parent(node) < node && yaml.NextSibling(node) is -1 or > 0);
            Assert.NotNull(yaml.ValueText(node));
            Assert.NotNull(yaml.KeyText(node));
        }

        Assert.All(yaml.Errors, fault => Assert.InRange(fault.Offset, 0, file.Length));
        var end = 0;
        for (var i = 0; i < yaml.DocumentCount; i++)
        {
            var document = yaml.Document(i);
            Assert.True(document.Start >= end && document.End >= document.Start && document.End <= file.Length, $"{document} after {end} of {file.Length}");
            end = document.End;
        }
    }
}
