using System.Text.Json;
using PipelineKit.Testing;

namespace PipelineKit.Templating.Tests;

/// <summary>The templates of the shared cases with pieces of the language put in and taken out, and texts made of such pieces alone.</summary>
internal static class MutatedTemplates
{
    private static readonly string[] Pieces =
    [
        "{{", "}}", "{{-", "-}}", "{{~", "~}}", "{%{", "}%}", "{", "}", "[", "]", "(", ")", "$\"", "$'", "\"", "'", "`", "\\", "\\u12", "#", "##", "|", "|>", "||", "&", "&&", "?", "?.", "??", ":", ";", "\n", "\r", " ",
        ".", "..", "...", "..<", "^", "@", "!", "++", "--", "+=", "=", "//", "<<", "0x", "0b1.", "1e", "1.", "12", "if ", "else ", "end ", "for x in ", "case ", "when ", "func f(a", "do ", "ret ", "$$", "$0", "$",
        "wrap ", "capture ", "with ", "while ", "for.index", "tablerow x in y ", "import ", "readonly ", "empty?", "null", "this", "+++\n", "\0", "é", "\ud800", "\u2028", "\u0661", "x", "limit:",
    ];

    // Operands and operators by which a template that still parses does something else.
    private static readonly string[] Operations =
    [
        " + ", " - ", " * ", " / ", " // ", " % ", " << ", " >> ", " == ", " < ", " && ", " ?? ", " .. ", " | string.size", " | array.sort", " | object.to_json", " | math.times ", " -1 ", "99999999999999999999", "2147483647", "-2147483648",
        "1.5e308", "0", "''", "[]", "{}", "null", "true", "1m", "79228162514264337593543950335m", "0xFFFFFFFFu", "1..3", "@string.size", "include 'x'", "date.now", "timespan.from_days 999999999", "[0]", "[-1]", "['a']", ".size", "?.x",
    ];

    private static readonly Lazy<string[]> Loaded = new(Load);

    /// <summary>The templates as they are; a test without them is skipped.</summary>
    public static string[] Originals()
    {
        Peer.SharedData("scriban-cases");
        return Loaded.Value;
    }

    /// <summary>One of them with a few changes anywhere.</summary>
    public static string Next(Random random) => Changed(Originals()[random.Next(Originals().Length)], Pieces, random);

    /// <summary>One of them with a few operations put in where it has blanks: many still parse.</summary>
    public static string NextOperation(Random random)
    {
        var template = Originals()[random.Next(Originals().Length)];
        for (var count = random.Next(1, 4); count > 0; count--)
        {
            var at = template.IndexOfAny([' ', ')', ']', '}'], random.Next(template.Length + 1));
            if (at >= 0)
            {
                template = template.Insert(at, Operations[random.Next(Operations.Length)]);
            }
        }

        return template;
    }

    /// <summary>A text of pieces of the language.</summary>
    public static string Made(Random random) => string.Concat(Enumerable.Range(0, random.Next(1, 40)).Select(_ => Pieces[random.Next(Pieces.Length)]));

    private static string Changed(string template, string[] pieces, Random random)
    {
        for (var count = random.Next(1, 6); count > 0; count--)
        {
            var at = random.Next(template.Length + 1);
            var length = Math.Min(random.Next(4), template.Length - at);
            template = random.Next(3) switch
            {
                0 => template.Remove(at, length),
                1 => template.Insert(at, pieces[random.Next(pieces.Length)]),
                _ => template.Remove(at, length).Insert(at, pieces[random.Next(pieces.Length)]),
            };
        }

        return template;
    }

    private static string[] Load()
    {
        var folder = Peer.SharedData("scriban-cases");
        using var includes = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "includes.scriban.json")));
        return
        [
            .. Directory.EnumerateFiles(folder, "*.tpl", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(File.ReadAllText),
            .. includes.RootElement.GetProperty("templates").EnumerateObject().Where(template => template.Name != "invalid").Select(template => template.Value.GetString()!),
        ];
    }
}
