using System.Text;
using System.Text.Json;
using PipelineKit.Failures;
using Xunit;

namespace PipelineKit.Tests.Failures;

public sealed class JsonMistakeTests
{
    [Theory]
    [InlineData("{\n  \"a\": 1,\n  x\n}", 3, 3)]
    [InlineData("{", 1, 2)]
    [InlineData("[1,\n2,", 2, 2)]
    [InlineData("{\"a\":1,\"a\":2}", null, null)]
    public void It_says_what_is_wrong_and_where_as_editors_count(string json, int? line, int? column)
    {
        var mistake = Assert.ThrowsAny<JsonException>(() => JsonDocument.Parse(Encoding.UTF8.GetBytes(json), new JsonDocumentOptions { AllowDuplicateProperties = false }).Dispose());

        var place = JsonMistake.At("report.json", mistake);

        Assert.Equal(("report.json", line, column), (place.File, place.Line, place.Column));
        Assert.DoesNotContain("LineNumber", JsonMistake.Of(mistake), StringComparison.Ordinal);
        Assert.NotEmpty(JsonMistake.Of(mistake));
    }
}
