using System.Globalization;
using System.Text;
using Xunit;

namespace PipelineKit.Evidence.Tests.Boms;

public sealed class HostileBomTests
{
    private const string Head = """{"bomFormat":"CycloneDX","specVersion":"1.6",""";
    private const string Xml = """<bom xmlns="http://cyclonedx.org/schema/bom/1.5">""";

    [Theory]
    [InlineData("", "unknown", "syntax")]
    [InlineData("{}", "unknown", "format")]
    [InlineData("[]", "unknown", "format")]
    [InlineData("7", "unknown", "format")]
    [InlineData("""{"bomFormat":"CycloneDX"}""", "cyclonedx-json", "required")]
    [InlineData("""{"bomFormat":"CycloneDX","specVersion":1.6}""", "cyclonedx-json", "type")]
    [InlineData("""{"bomFormat":"CycloneDX","specVersion":"9.9"}""", "cyclonedx-json", "enum")]
    [InlineData("""{"bomFormat":"Cyclone","specVersion":"1.6"}""", "cyclonedx-json", "enum")]
    [InlineData(Head + """ "version":1,"version":2}""", "cyclonedx-json", "syntax")]
    [InlineData(Head + """ "components":[{"type":"library","name":"a","name":"b"}]}""", "cyclonedx-json", "syntax")]
    [InlineData(Head + """ "components":[{"type":"library","name":"a","n\u0061me":"b"}]}""", "cyclonedx-json", "syntax")]
    [InlineData(Head + """ "version":NaN}""", "cyclonedx-json", "syntax")]
    [InlineData(Head + """ "version":1e999}""", "cyclonedx-json", "type")]
    [InlineData(Head + """ "version":1}x""", "cyclonedx-json", "syntax")]
    [InlineData(Head + """ "components":[{"type":"library","name":"\ud800"}]}""", "cyclonedx-json", "syntax")]
    [InlineData(Head + """ "components":""", "cyclonedx-json", "syntax")]
    [InlineData("<a/>", "unknown", "format")]
    [InlineData("<bom", "cyclonedx-xml", "syntax")]
    [InlineData("""<bom xmlns="http://cyclonedx.org/schema/bom/2.0"/>""", "cyclonedx-xml", "format")]
    [InlineData("""<!DOCTYPE bom [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]><bom xmlns="http://cyclonedx.org/schema/bom/1.5">&b;</bom>""", "cyclonedx-xml", "syntax")]
    [InlineData(Xml + "&nbsp;</bom>", "cyclonedx-xml", "syntax")]
    [InlineData(Xml + "&#0;</bom>", "cyclonedx-xml", "syntax")]
    [InlineData(Xml + "&#xD800;</bom>", "cyclonedx-xml", "syntax")]
    [InlineData(Xml + "\u0001</bom>", "cyclonedx-xml", "syntax")]
    [InlineData(Xml + "<a></b></bom>", "cyclonedx-xml", "syntax")]
    [InlineData(Xml + "<x:a/></bom>", "cyclonedx-xml", "syntax")]
    [InlineData(Xml + "<a b='1' b='2'/></bom>", "cyclonedx-xml", "syntax")]
    [InlineData(Xml + "<!-- a -- b --></bom>", "cyclonedx-xml", "syntax")]
    [InlineData(Xml + "<a b=\"<\"/></bom>", "cyclonedx-xml", "syntax")]
    [InlineData(Xml + "]]></bom>", "cyclonedx-xml", "syntax")]
    [InlineData(Xml + "</bom><bom/>", "cyclonedx-xml", "syntax")]
    [InlineData("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>" + Xml + "</bom>", "cyclonedx-xml", "syntax")]
    public void What_is_no_bill_of_materials_is_refused_with_the_rule(string text, string format, string rule)
    {
        var validation = Validate(text);

        Assert.Equal((format, rule), (validation.Format, Assert.Single(validation.Errors).Rule));
    }

    [Fact]
    public void Nesting_is_bound()
    {
        var deep = Head + "\"components\":" + string.Concat(Enumerable.Repeat("[", 5000)) + "]";
        var elements = Xml + string.Concat(Enumerable.Repeat("<a>", 5000));

        Assert.Equal("limit", Assert.Single(Validate(deep).Errors).Rule);
        Assert.Equal("limit", Assert.Single(Validate(elements).Errors).Rule);
    }

    [Fact]
    public void A_hundred_thousand_items_that_must_differ_are_compared()
    {
        var items = string.Join(',', Enumerable.Range(0, 100_000).Select(i => string.Create(CultureInfo.InvariantCulture, $$"""{"ref":"r{{i}}","dependsOn":[]}""")));

        Assert.Empty(Validate(Head + "\"dependencies\":[" + items + "]}").Errors);
        var error = Assert.Single(Validate(Head + "\"dependencies\":[" + items + ",{\"dependsOn\":[],\"ref\":\"r7\"}]}").Errors);
        Assert.Equal(("/dependencies/100000", "uniqueItems"), (error.Path, error.Rule));
        Assert.Contains("item 7;", error.Message, StringComparison.Ordinal);

        var inside = string.Join(',', Enumerable.Range(0, 100_000).Select(i => string.Create(CultureInfo.InvariantCulture, $"\"{i}\"")));
        Assert.Equal("uniqueItems", Assert.Single(Validate(Head + "\"dependencies\":[{\"ref\":\"a\",\"dependsOn\":[" + inside + ",\"5\"]}]}").Errors).Rule);
    }

    [Fact]
    public void Many_problems_are_counted_and_a_hundred_are_listed()
    {
        var items = string.Join(',', Enumerable.Range(0, 500).Select(i => string.Create(CultureInfo.InvariantCulture, $$"""{"type":"nothing","name":"{{i}}"}""")));
        var errors = Validate(Head + "\"components\":[" + items + "]}").Errors;
        var elements = Xml + "<components>" + string.Concat(Enumerable.Repeat("<component/>", 500)) + "</components></bom>";

        Assert.Equal(100, errors.Count);
        Assert.Equal(("more", "401 more problems are not listed"), (errors[^1].Rule, errors[^1].Message));
        Assert.Equal((100, "more"), (Validate(elements).Errors.Count, Validate(elements).Errors[^1].Rule));
    }

    [Fact]
    public void A_text_that_is_beyond_the_bounds_is_refused_and_a_large_one_is_not()
    {
        var limits = new EvidenceLimits { Bytes = 1 << 20 };
        var text = Head + "\"components\":[{\"type\":\"library\",\"name\":\"" + new string('x', 2 << 20) + "\"}]}";

        Assert.Empty(Validate(text).Errors);
        Assert.Equal("limit", Assert.Single(Validate(text, limits).Errors).Rule);
        Assert.Equal("limit", Assert.Single(Validate(Xml + new string(' ', 2 << 20) + "</bom>", limits).Errors).Rule);
    }

    [Fact]
    public void The_version_may_stand_behind_everything_else_and_a_mark_before_it()
    {
        var text = "\uFEFF{\"components\":[{\"type\":\"library\"}],\"bomFormat\":\"CycloneDX\",\"specVersion\":\"1.4\"}";
        var error = Assert.Single(Validate(text).Errors);

        Assert.Equal(("/components/0", "required", 1, 16), (error.Path, error.Rule, error.Line, error.Column));
    }

    [Fact]
    public void Of_two_forms_the_one_that_was_meant_is_explained()
    {
        var error = Assert.Single(Validate(Head + """ "components":[{"type":"library","name":"x","licenses":[{"license":{"id":"Apache-2"}}]}]}""").Errors);

        Assert.Equal(("/components/0/licenses/0/license/id", "enum"), (error.Path, error.Rule));
        Assert.Contains("Apache-2.0", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stream_that_can_be_read_once_only_is_validated_all_the_same()
    {
        using var content = new System.IO.Compression.GZipStream(new MemoryStream(Packed("{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"1.6\"}")), System.IO.Compression.CompressionMode.Decompress);

        Assert.True(BomValidator.Validate(content, "bom", EvidenceLimits.Default, CancellationToken.None).IsValid);
    }

    private static byte[] Packed(string text)
    {
        using var packed = new MemoryStream();
        using (var gzip = new System.IO.Compression.GZipStream(packed, System.IO.Compression.CompressionLevel.Fastest))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        return packed.ToArray();
    }

    private static BomValidation Validate(string text, EvidenceLimits? limits = null)
    {
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(text));
        return BomValidator.Validate(content, "bom", limits ?? EvidenceLimits.Default, CancellationToken.None);
    }
}
