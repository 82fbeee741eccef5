using System.Globalization;
using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace PipelineKit.Evidence.Tests.Judging;

public sealed class JsonTextTests
{
    private static readonly JsonWriterOptions Form = new() { Indented = true, NewLine = "\n" };

    [Theory]
    [InlineData("")]
    [InlineData("openssl")]
    [InlineData("pkg:deb/debian/libssl3@3.0.11-1~deb12u2?arch=amd64&distro=debian-12.5")]
    [InlineData("a \"quoted\" 'word' <tag> & `more` + \\ / and ~")]
    [InlineData("tab\t line\n return\r null\0 bell\a delete\u007f")]
    [InlineData("naïve – ünïcode \U0001F600 \u2028")]
    [InlineData("half of a pair \ud83d")]
    public void A_text_is_written_as_the_framework_writes_it(string text) =>
        Assert.Equal(Expected(json => json.WriteString("text", text)), Actual(json => json.String("text"u8, text)));

    [Fact]
    public void Any_text_is_written_as_the_framework_writes_it() =>
        Prop.ForAll(ArbMap.Default.ArbFor<string>(), text => text is null || Expected(json => json.WriteString("text", text)) == Actual(json => json.String("text"u8, text))).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(0)]
    [InlineData(9.8)]
    [InlineData(0.00042)]
    [InlineData(1e-7)]
    [InlineData(0.1 + 0.2)]
    [InlineData(-12345678.5)]
    [InlineData(1e300)]
    public void A_number_is_written_as_the_framework_writes_it(double number) =>
        Assert.Equal(Expected(json => json.WriteNumber("number", number)), Actual(json => json.Number("number"u8, number)));

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(int.MinValue)]
    [InlineData(int.MaxValue)]
    public void A_whole_number_is_written_as_the_framework_writes_it(int number) =>
        Assert.Equal(Expected(json => json.WriteNumber("number", number)), Actual(json => json.Number("number"u8, number)));

    [Theory]
    [InlineData("2024-02-29T23:59:59Z")]
    [InlineData("2024-02-29T01:02:03.5Z")]
    [InlineData("2024-02-29T01:02:03.0000001+05:30")]
    [InlineData("0001-01-01T00:00:00Z")]
    [InlineData("9999-12-31T23:59:59.9999999Z")]
    public void An_instant_is_written_as_everywhere_in_a_decision(string text)
    {
        var instant = DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

        Assert.Equal(Expected(json => json.WriteString("at", Texts.Exact(instant))), Actual(json => json.Time("at"u8, instant)));
    }

    [Fact]
    public void Objects_and_arrays_are_laid_out_as_the_framework_does_it() => Assert.Equal(
        Expected(json =>
        {
            json.WriteStartArray("none");
            json.WriteEndArray();
            json.WriteStartObject("empty");
            json.WriteEndObject();
            json.WriteStartArray("texts");
            json.WriteStringValue("a");
            json.WriteStringValue("b");
            json.WriteEndArray();
            json.WriteStartArray("objects");
            json.WriteStartObject();
            json.WriteBoolean("yes", value: true);
            json.WriteBoolean("no", value: false);
            json.WriteEndObject();
            json.WriteStartObject();
            json.WriteEndObject();
            json.WriteEndArray();
        }),
        Actual(json =>
        {
            json.StartArray("none"u8);
            json.EndArray();
            json.StartObject("empty"u8);
            json.EndObject();
            json.Strings("nothing"u8, []);
            json.Strings("texts"u8, ["a", "b"]);
            json.StartArray("objects"u8);
            json.StartObject();
            json.Truth("yes"u8, value: true);
            json.Truth("no"u8, value: false);
            json.EndObject();
            json.StartObject();
            json.EndObject();
            json.EndArray();
        }));

    [Fact]
    public void What_was_written_once_can_be_copied_as_any_element() => Assert.Equal(
        Expected(json =>
        {
            json.WriteStartArray("list");
            for (var i = 0; i < 3; i++)
            {
                json.WriteStartObject();
                json.WriteString("a", "b");
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }),
        Actual(json =>
        {
            json.StartArray("list"u8);
            var position = json.Position;
            json.StartObject();
            json.String("a"u8, "b");
            json.EndObject();
            var written = json.Since(position).ToArray();
            json.Raw(written);
            json.Raw(written);
            json.EndArray();
        }));

    [Fact]
    public void A_text_longer_than_a_piece_is_whole() =>
        Assert.Equal(Expected(json => json.WriteString("text", new string('<', 300_000))), Actual(json => json.String("text"u8, new string('<', 300_000))));

    private static string Expected(Action<Utf8JsonWriter> write)
    {
        using var target = new MemoryStream();
        using (var json = new Utf8JsonWriter(target, Form))
        {
            json.WriteStartObject();
            json.WriteNumber("first", 1);
            write(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(target.ToArray());
    }

    private static string Actual(Action<JsonText> write)
    {
        using var target = new MemoryStream();
        target.Write("{\n  \"first\": 1"u8);
        var json = new JsonText(target, depth: 1);
        write(json);
        json.Advance();
        json.EndObject();
        json.Flush();
        return Encoding.UTF8.GetString(target.ToArray());
    }
}
