using System.Text;
using System.Text.Json;
using Xunit;

namespace PipelineKit.Evidence.Tests;

public sealed class JsonInputTests
{
    private static readonly MemberTable Members = new("a", "b", "list");

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1 << 20)]
    public void Elements_are_read_whole_however_the_stream_comes(int chunk)
    {
        var text = new StringBuilder("{\"list\":[");
        for (var i = 0; i < 3000; i++)
        {
            text.Append(i == 0 ? "" : ",").Append("{\"a\":\"name ").Append(i).Append("\",\"x\":[1,{\"y\":[]},\"\\u00e9\"],\"b\":").Append(i).Append('}');
        }

        var input = Input(text.Append("]}").ToString(), chunk);
        input.EnterObject();
        var (seen, sum, names) = (0UL, 0, 0);
        Assert.Equal(2, input.NextMember(Members, ref seen));
        input.ReadEach((ref JsonScan reader) =>
        {
            var inElement = 0UL;
            var (name, number) = ("", 0);
            for (int member; (member = reader.NextMember(Members, ref inElement)) != JsonRead.End;)
            {
                name = member == 0 ? reader.Text(input.Texts)! : name;
                number = member == 1 ? reader.Integer()!.Value : number;
            }

            names += name == $"name {number}" ? 1 : 0;
            sum += number;
        });
        Assert.Equal(JsonRead.End, input.NextMember(Members, ref seen));
        input.End();
        Assert.Equal((3000 * 2999 / 2, 3000), (sum, names));
    }

    [Fact]
    public void A_value_larger_than_the_buffer_is_begun_again_with_more_of_it()
    {
        var large = new string('x', 2 << 20);
        var input = Input($$"""{"a":{"b":"{{large}}"},"b":1}""", chunk: 100_000);
        input.Release();
        input.EnterObject();
        var (seen, length) = (0UL, 0);
        input.NextMember(Members, ref seen);
        input.Read((ref JsonScan reader) =>
        {
            var inValue = 0UL;
            while (reader.NextMember(Members, ref inValue) != JsonRead.End)
            {
                length = reader.Text(input.Texts)!.Length;
            }
        });
        Assert.Equal(large.Length, length);
        Assert.Equal(1, input.NextMember(Members, ref seen));
    }

    [Theory]
    [InlineData("{\"list\":[{\"a\":1}]}", "list[0].a is a number; text is expected", 1, 15)]
    [InlineData("{\n \"list\": [\n  {\"x\":[{}]},\n  {\"é\":0, \"a\" :\n true}]}", "list[1].a is true or false; text is expected", 5, 2)]
    [InlineData("{\"list\":[{\"a\":\"1\",\"a\":\"2\"}]}", "list[0].a is there twice", 1, 23)]
    [InlineData("{\"list\":[{\"a\":\"1\",\"\\u0061\":\"2\"}]}", "list[0].\\u0061 is there twice", 1, 28)]
    [InlineData("{\"list\":[],\"list\":[]}", "list is there twice", 1, 19)]
    [InlineData("{\"list\":[[]]}", "list[0] is an array; an object is expected", 1, 10)]
    [InlineData("{\"list\":{}}", "list is an object; an array is expected", 1, 9)]
    [InlineData("{\"list\":[{\"b\":1e999}]}", "list[0].b is no whole number of 32 bits", 1, 15)]
    [InlineData("{\"list\":[{\"a\":\"\\ud800\"}]}", "list[0].a has an escape that is half of a character (a lone surrogate)", 1, 15)]
    public void What_does_not_fit_is_told_with_path_line_and_column(string json, string message, int line, int column)
    {
        var refused = Refused(json);
        Assert.Equal((EvidenceProblem.Damaged, message, line, column), (refused.Problem, refused.Message, refused.Line, refused.Column));
    }

    [Theory]
    [InlineData("{\"list\":[{\"a\":\"x\" \"b\":1}]}", "list[0].a is not well-formed JSON", 1, 19)]
    [InlineData("{\"list\":[\n{\"b\":NaN}]}", "list[0].b is not well-formed JSON", 2, 6)]
    [InlineData("{\"list\":[],}", "list is not well-formed JSON", 1, 12)]
    [InlineData("{\"list\":[]} x", "the document is not well-formed JSON", 1, 13)]
    [InlineData("{\"list\":[]}{}", "the document is not well-formed JSON", 1, 12)]
    [InlineData("{\"x\":[{\"deep\":[01]}]}", "x[0].deep[0] is not well-formed JSON", 1, 17)]
    [InlineData("{\"list\":[{\"a\":\"", "list[0].a is not well-formed JSON", 1, 16)]
    public void What_is_not_well_formed_is_told_with_path_line_and_column(string json, string message, int line, int column)
    {
        var refused = Refused(json);
        Assert.StartsWith(message, refused.Message, StringComparison.Ordinal);
        Assert.Equal((line, column), (refused.Line, refused.Column));
        Assert.DoesNotContain("LineNumber", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"list\":[{\"a\":\"\u00e9\",\"b\":\"FF\"}]}")]
    [InlineData("{\"x\":\"FF\"}")]
    public void Bytes_that_are_not_utf8_are_refused_where_they_are_gone_over_too(string json)
    {
        var bytes = Encoding.UTF8.GetBytes(json);
        var at = bytes.AsSpan().IndexOf("FF"u8);
        bytes[at] = 0xC3;
        bytes[at + 1] = (byte)'x';
        var refused = Assert.Throws<EvidenceException>(() => Walk(new JsonInput(new MemoryStream(bytes), "r.json", EvidenceLimits.Default, CancellationToken.None)));
        Assert.Equal("is not UTF-8 text", refused.Message);
        Assert.Equal(1, refused.Line);
    }

    [Fact]
    public void Text_of_windows_powershell_is_told_from_damage()
    {
        var refused = Assert.Throws<EvidenceException>(() => Sample.Read(Encoding.Unicode.GetPreamble().Concat(Encoding.Unicode.GetBytes("{}")).ToArray()));
        Assert.Contains("UTF-16", refused.Message, StringComparison.Ordinal);
        Assert.Contains("--output", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_byte_order_mark_of_utf8_is_gone_over() => Walk(Input("\uFEFF{\"list\":[{\"a\":\"x\"}]}", 3));

    [Fact]
    public void Nesting_deeper_than_the_bound_is_refused()
    {
        var refused = Refused("{\"x\":" + new string('[', 100) + new string(']', 100) + "}");
        Assert.Equal(EvidenceProblem.TooLarge, refused.Problem);
    }

    [Fact]
    public void A_text_longer_than_the_bound_is_refused_without_being_held()
    {
        var input = new JsonInput(new Repeating("{\"list\":[{\"a\":\""u8.ToArray(), "x"u8.ToArray(), 300 << 20), "r.json", EvidenceLimits.Default, CancellationToken.None);
        input.Release();
        var refused = Assert.Throws<EvidenceException>(() => Walk(input));
        Assert.Equal(EvidenceProblem.TooLarge, refused.Problem);
        Assert.Contains("list[0]", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("r", "is not well-formed")]
    [InlineData("", "is not well-formed")]
    [InlineData("{\"a\":1", "is not well-formed")]
    public void Text_that_ends_early_or_is_none_is_refused(string json, string message) => Assert.Contains(message, Refused(json).Message, StringComparison.Ordinal);

    [Fact]
    public void Reading_stops_when_it_is_cancelled()
    {
        using var source = new CancellationTokenSource();
        var input = new JsonInput(new Repeating("["u8.ToArray(), "1,"u8.ToArray(), 1L << 40), "r.json", new EvidenceLimits { Bytes = 1L << 41 }, source.Token);
        input.Release();
        source.Cancel();
        Assert.Throws<OperationCanceledException>(input.Skip);
    }

    private static EvidenceException Refused(string json)
    {
        JsonInput? input = null;
        return Assert.ThrowsAny<Exception>(() => Walk(input = Input(json, 5))) switch
        {
            JsonException e => input!.Explain(e),
            JsonWrongException e => input!.Explain(e),
            var e => Assert.IsType<EvidenceException>(e),
        };
    }

    private static JsonInput Input(string json, int chunk) => new(new Chunked(Encoding.UTF8.GetBytes(json), chunk), "r.json", EvidenceLimits.Default, CancellationToken.None);

    private static void Walk(JsonInput input)
    {
        input.EnterObject();
        var seen = 0UL;
        for (int member; (member = input.NextMember(Members, ref seen)) != JsonRead.End;)
        {
            if (member != 2)
            {
                input.Skip();
                continue;
            }

            input.ReadEach((ref JsonScan reader) =>
            {
                reader.EnterObject();
                var inElement = 0UL;
                for (int inner; (inner = reader.NextMember(Members, ref inElement)) != JsonRead.End;)
                {
                    _ = inner == 0 ? reader.Text(input.Texts) : reader.Integer()?.ToString(System.Globalization.CultureInfo.InvariantCulture);
                }
            });
        }

        input.End();
    }
}
