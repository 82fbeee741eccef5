using System.Text;
using PipelineKit.Manifests;
using Xunit;

namespace PipelineKit.Tests.Manifests.Yaml;

public sealed class YamlFuzzTests
{
    private static readonly string[] Fragments =
    [
        "a: b\n", "- ", "  ", "\n", "\r\n", "\r", "\t", ": ", "? ", "{{ .x }}", "{{- if }}\n", "}}", "{{", "{", "}", "[", "]", ",", "\"", "'", "''", "\\", "|", ">-\n", "|2+\n", "#", " # c\n",
        "---\n", "...\n", "&a ", "*a", "!!t ", "%YAML 1.2\n", "\u00e9", "x", "image: nginx:1.2\n", "\ufeff", "<<: *a\n", "key:\n",
    ];

    [Fact]
    public void No_mixture_of_its_signs_makes_the_reader_throw_or_leave_the_file()
    {
        var random = new Random(4711);
        for (var round = 0; round < 8_000; round++)
        {
            var text = new StringBuilder();
            for (var i = random.Next(1, 40); i > 0; i--)
            {
                text.Append(Fragments[random.Next(Fragments.Length)]);
            }

            CheckSpans(Encoding.UTF8.GetBytes(text.ToString()));
        }
    }

    [Fact]
    public void Random_bytes_do_not_make_the_reader_throw()
    {
        var random = new Random(42);
        for (var round = 0; round < 2_000; round++)
        {
            var bytes = new byte[random.Next(0, 200)];
            random.NextBytes(bytes);
            CheckSpans(bytes);
        }
    }

    [SkippableFact]
    public void Damaged_files_of_real_repositories_do_not_make_the_reader_throw()
    {
        var random = new Random(7);
        foreach (var path in Corpus.YamlFiles())
        {
            var original = File.ReadAllBytes(path).AsSpan(0, (int)Math.Min(new FileInfo(path).Length, 20_000)).ToArray();
            for (var round = 0; round < 3 && original.Length > 0; round++)
            {
                var damaged = original.ToList();
                for (var i = random.Next(1, 6); i > 0; i--)
                {
                    var at = random.Next(damaged.Count);
                    damaged[at] = (byte)random.Next(256);
                    damaged.InsertRange(at, Encoding.UTF8.GetBytes(Fragments[random.Next(Fragments.Length)]));
                }

                CheckSpans([.. damaged]);
            }
        }
    }

    [SkippableFact]
    public void Spans_of_real_files_are_the_texts_of_their_nodes()
    {
        foreach (var path in Corpus.YamlFiles())
        {
            CheckSpans(File.ReadAllBytes(path));
        }
    }

    private static void CheckSpans(byte[] file)
    {
        var end = 0;
        foreach (var document in YamlReader.Read(file))
        {
            Assert.True(document.Span.Start >= end, "documents overlap");
            CheckNode(file, document, new ByteSpan(0, file.Length), 0);
            end = document.Span.End;
        }
    }

    private static void CheckNode(byte[] file, YamlNode node, ByteSpan parent, int depth)
    {
        Assert.True(node.Span.Length >= 0 && node.Span.Start >= parent.Start && node.Span.End <= parent.End, $"{node.Span} is outside of {parent}");
        Assert.True(depth <= YamlReader.MaximumDepth * 3);
        if (node.IsVerbatim)
        {
            Assert.Equal(Encoding.UTF8.GetString(file, node.Span.Start, node.Span.Length), node.Text);
            Assert.DoesNotContain('\n', node.Text);
        }

        if (node.Comment is { } comment)
        {
            Assert.Equal((byte)'#', file[comment.Start]);
            Assert.True(comment.Start >= node.Span.End && comment.End <= file.Length);
        }

        Assert.NotNull(node.Text);
        foreach (var entry in node.Entries)
        {
            Assert.True(entry.KeySpan.Start >= node.Span.Start && entry.KeySpan.End <= node.Span.End, "a key is outside of its mapping");
            CheckNode(file, entry.Value, node.Span, depth + 1);
        }

        foreach (var item in node.Items)
        {
            CheckNode(file, item, node.Span, depth + 1);
        }
    }
}
