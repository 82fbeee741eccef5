using System.Text;
using System.Text.RegularExpressions;
using PipelineKit.Tests.Manifests.Yaml;
using Xunit;

namespace PipelineKit.Tests.Manifests.Rendered;

/// <summary>Against YamlDotNet's event parser: never a stream accepted that it refuses, never another value.</summary>
public sealed class RenderedOracleTests
{
    private static readonly string[] Fragments =
    [
        "a: b\n", "- ", "  ", "\n", "\r\n", "\t", ": ", "? ", "{", "}", "[", "]", ",", "\"", "'", "''", "\\", "|\n", ">-\n", "|2+\n", "#", " # c\n", "---\n", "...\n", "&a ", "*a\n", "!!str ",
        "%YAML 1.2\n", "é", "x", "image: nginx:1.2\n", "<<: *a\n", "key:\n", "- x\n", "    ", "\"q\"", "'s'", "  - y: z\n", "b:\n  c: d\n", "\\n", "\\x41", "{a: b}", "[1, 2]", "null", "|", ">", "~",
    ];

    private static readonly Regex BlankFirstLine = new(@"[|>][^\n]*\n +\r?\n", RegexOptions.NonBacktracking);

    // What this reader refuses on purpose, and what legal files of other purposes than Kubernetes may have.
    private static readonly string[] Stricter = ["a key is not text", "the directive is none", "is not one that all readers take alike", "the name of an", "stands twice in one mapping"];

    [Theory]
    [MemberData(nameof(YamlOracleTests.Cases), MemberType = typeof(YamlOracleTests))]
    public void What_is_not_refused_has_the_values_YamlDotNet_sees(string yaml)
    {
        var file = Encoding.UTF8.GetBytes(yaml);
        if (RenderedOutline.Of(file) is { } ours)
        {
            Assert.Equal(YamlOutline.Theirs(file), ours);
        }
    }

    [SkippableFact]
    public void Every_file_of_real_repositories_has_the_values_YamlDotNet_sees_or_is_refused_by_both()
    {
        var compared = 0;
        var differing = new List<string>();
        foreach (var path in Corpus.YamlFiles())
        {
            var file = File.ReadAllBytes(path);
            var theirs = YamlOutline.Theirs(file);
            using var yaml = PipelineKit.Manifests.Rendered.RenderedYaml.Read(file, RenderedOutline.AnyYaml);
            var ours = yaml.Errors.Count == 0 ? RenderedOutline.Of(yaml) : null;
            if (ours is null && theirs is not null && Stricter.Any(reason => yaml.Errors[0].Message.Contains(reason, StringComparison.Ordinal)))
            {
                continue;
            }

            compared++;
            if (ours != theirs)
            {
                differing.Add($"{path}: {(ours is null ? yaml.Errors[0].ToString() : theirs is null ? "accepted, refused by YamlDotNet" : Difference(ours, theirs))}");
            }
        }

        Assert.True(differing.Count == 0, string.Join("\n", differing));
        Assert.True(compared > 300, $"only {compared} files were compared");
    }

    [Fact]
    public void No_mixture_of_its_signs_is_read_otherwise_than_YamlDotNet_reads_it()
    {
        var random = new Random(4711);
        var accepted = 0;
        var differing = new List<string>();
        for (var round = 0; round < 60_000; round++)
        {
            var text = new StringBuilder();
            for (var i = random.Next(1, 14); i > 0; i--)
            {
                text.Append(Fragments[random.Next(Fragments.Length)]);
            }

            accepted += Compare(Encoding.UTF8.GetBytes(text.ToString()), differing);
        }

        Assert.True(differing.Count == 0, $"{differing.Count}\n" + string.Join("\n", differing.Take(40)));
        Assert.True(accepted > 3_000, $"only {accepted} were accepted");
    }

    [SkippableFact]
    public void Damaged_files_of_real_repositories_are_never_read_otherwise_than_YamlDotNet_reads_them()
    {
        var random = new Random(7);
        var accepted = 0;
        var differing = new List<string>();
        foreach (var path in Corpus.YamlFiles())
        {
            var original = File.ReadAllBytes(path);
            if (original.Length == 0)
            {
                continue;
            }

            for (var round = 0; round < 12; round++)
            {
                accepted += Compare(Damage(Window(original, random), random), differing);
            }
        }

        Assert.True(differing.Count == 0, $"{differing.Count}\n" + string.Join("\n----\n", differing.Take(20)));
        Assert.True(accepted > 500, $"only {accepted} were accepted");
    }

    /// <summary>Some whole lines of a file.</summary>
    private static byte[] Window(byte[] file, Random random)
    {
        var start = random.Next(file.Length);
        while (start > 0 && file[start - 1] != '\n')
        {
            start--;
        }

        return file[start..Math.Min(file.Length, start + random.Next(20, 600))];
    }

    private static byte[] Damage(byte[] file, Random random)
    {
        var damaged = file.ToList();
        for (var i = random.Next(1, 4); i > 0 && damaged.Count > 0; i--)
        {
            var at = random.Next(damaged.Count);
            switch (random.Next(4))
            {
                case 0:
                    damaged[at] = (byte)random.Next(' ', 0x7F);
                    break;
                case 1:
                    damaged.RemoveAt(at);
                    break;
                case 2:
                    damaged.InsertRange(at, Encoding.UTF8.GetBytes(Fragments[random.Next(Fragments.Length)]));
                    break;
                default:
                    damaged.RemoveRange(at, Math.Min(random.Next(1, 12), damaged.Count - at));
                    break;
            }
        }

        return [.. damaged];
    }

    private static int Compare(byte[] file, List<string> differing)
    {
        if (RenderedOutline.Of(file) is not { } ours)
        {
            return 0;
        }

        if (!TheirsOf(file, out var theirs))
        {
            return 0;
        }

        // YamlDotNet refuses some block scalars whose first line is empty but for blanks (section 8.1.1.1 allows it), and
        // a comment between a text that is the whole document and the next document (section 9.2 allows that too).
        var isKnown = theirs is null
            && (BlankFirstLine.IsMatch(Encoding.UTF8.GetString(file)) || (ours.StartsWith("0 = ", StringComparison.Ordinal) && file.Contains((byte)'#')));
        if (ours != theirs && !isKnown)
        {
            differing.Add($"{Encoding.UTF8.GetString(file).Replace("\n", "\\n", StringComparison.Ordinal).Replace("\r", "\\r", StringComparison.Ordinal).Replace("\t", "\\t", StringComparison.Ordinal)}  =>  {(theirs is null ? "accepted: " + ours.Replace('\n', ';') : Difference(ours, theirs))}");
        }

        return 1;
    }

    /// <summary>False where YamlDotNet fails with a bug of its own, and so says nothing.</summary>
    private static bool TheirsOf(byte[] file, out string? theirs)
    {
        try
        {
            theirs = YamlOutline.Theirs(file);
            return true;
        }
        catch (InvalidOperationException)
        {
            theirs = null;
            return false;
        }
    }

    private static string Difference(string ours, string theirs)
    {
        var (left, right) = (ours.Split('\n'), theirs.Split('\n'));
        var line = left.Zip(right).TakeWhile(pair => pair.First == pair.Second).Count();
        return $"`{left.ElementAtOrDefault(line)}` and not `{right.ElementAtOrDefault(line)}`";
    }
}
