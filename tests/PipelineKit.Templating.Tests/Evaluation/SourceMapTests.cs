using System.Buffers;
using System.Text;
using Xunit;

namespace PipelineKit.Templating.Tests.Evaluation;

public sealed class SourceMapTests
{
    [Fact]
    public void Text_maps_to_its_very_place_and_values_to_their_expression()
    {
        var (output, map) = Render("é: x\r\ny: {{ 1 + 1 }}\nz\n");

        Assert.Equal("é: x\r\ny: 2\nz\n", output);
        Assert.Equal("main(1,4)", Place(map, output, "x"));
        Assert.Equal("main(2,1)", Place(map, output, "y"));
        Assert.Equal("main(2,7)", Place(map, output, "2"));
        Assert.Equal("main(3,1)", Place(map, output, "z"));
    }

    [Fact]
    public void The_text_of_an_include_maps_into_it_with_the_place_of_the_include()
    {
        var (output, map) = Render("a\n  - {{ include 'part' }}\nb", "one\ntwo {{ 5 }}");

        Assert.Equal("a\n  - one\n    two 5\nb", output);
        var origin = map.Find(Offset(output, "two"));
        Assert.Equal("part(2,1)", origin.Place.ToString());
        Assert.Equal(["main(2,8)"], origin.IncludeStack.Select(p => p.ToString()));
        Assert.Equal("part(1,2)", Place(map, output, "ne"));
        Assert.Equal("part(2,8)", Place(map, output, "5"));
        Assert.Equal("main(3,1)", Place(map, output, "b"));
        Assert.Empty(map.Find(Offset(output, "b")).IncludeStack);
    }

    [Fact]
    public void A_captured_text_maps_to_where_it_was_captured_and_a_changed_one_to_the_expression()
    {
        var (output, map) = Render("{{ capture x }}abc{{ end }}{{ x }}\n{{ x | string.upcase }}");

        Assert.Equal("abc\nABC", output);
        Assert.Equal("main(1,17)", Place(map, output, "bc"));
        Assert.Equal("main(2,4)", Place(map, output, "BC"));
    }

    [Fact]
    public void A_long_output_is_mapped_to_its_end()
    {
        var (output, map) = Render("{{ for i in 1..9000 }}line {{ i }}\n{{ end }}END");

        Assert.Equal("main(1,31)", Place(map, output, "9000"));
        Assert.Equal("main(2,10)", Place(map, output, "END"));
        Assert.Equal("main(2,12)", map.Find(output.Length + 100).Place.ToString());
    }

    [Fact]
    public void Indented_text_maps_to_its_place()
    {
        var (output, map) = Render("  {{ for i in 1..2 }}\nä q{{ i }}\n{{ end }}");

        Assert.Equal("main(2,3)", Place(map, output, "q1"));
        Assert.Equal("main(2,7)", Place(map, output, "2"));
    }

    private static (string Output, SourceMap Map) Render(string template, string? part = null)
    {
        var map = new SourceMap();
        var output = new ArrayBufferWriter<byte>();
        var options = new TemplateRenderOptions { Profile = TemplateProfile.Manifest, Loader = part is null ? null : new OnePart(part), SourceMap = map };
        Template.Parse(template, "main").Render(options, output, CancellationToken.None);
        return (Encoding.UTF8.GetString(output.WrittenSpan), map);
    }

    private static string Place(SourceMap map, string output, string text) => map.Find(Offset(output, text)).Place.ToString();

    private static long Offset(string output, string text) => Encoding.UTF8.GetByteCount(output.AsSpan(0, output.IndexOf(text, StringComparison.Ordinal)));

    private sealed class OnePart(string text) : ITemplateLoader
    {
        public string? GetPath(string name, TemplatePlace from) => name;

        public string? Load(string path) => text;
    }
}
