using System.Net;
using System.Text;
using PipelineKit.Failures;
using PipelineKit.Telemetry;
using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Tests.Telemetry;

public sealed class OtlpTests : IDisposable
{
    private readonly ScriptedHandler _http = new();

    public void Dispose() => _http.Dispose();

    [Fact]
    public void Numbers_of_64_bits_are_text_and_what_has_no_value_is_left_out() => Assert.Equal(
        """{"resourceMetrics":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"shop"}}]},"scopeMetrics":[{"scope":{"name":"pipelinekit"},"metrics":[{"name":"m.s","description":"d","unit":"s","gauge":{"dataPoints":[{"attributes":[{"key":"verdict","value":{"stringValue":"fail"}}],"timeUnixNano":"1795248000123000000","asDouble":1.5}]}}]}]}]}""",
        Encoding.UTF8.GetString(OtlpMetrics.Write([new("service.name", "shop"), new("x", "")], [new OtlpPoint("m.s", "s", "d", 1.5, [new("verdict", "fail")])], DateTimeOffset.FromUnixTimeMilliseconds(1795248000123))));

    [Theory]
    [InlineData("http://c:4318", "http://c:4318/v1/metrics")]
    [InlineData("https://c/otlp/", "https://c/otlp/v1/metrics")]
    [InlineData("https://c/v1/metrics", "https://c/v1/metrics")]
    public void The_path_of_metrics_is_added_once(string endpoint, string expected) => Assert.Equal(expected, OtlpExporter.Address(new Uri(endpoint)).AbsoluteUri);

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("""{"partialSuccess":{}}""")]
    [InlineData("""{"partialSuccess":{"rejectedDataPoints":"0","errorMessage":"a warning"}}""")]
    public async Task What_was_taken_is_taken(string answer)
    {
        _http.On("POST http://c/v1/metrics", HttpStatusCode.OK, answer);

        await SendAsync();
    }

    [Theory]
    [InlineData(200, """{"partialSuccess":{"rejectedDataPoints":"2","errorMessage":"too old"}}""", "PK0301", "2 refused: too old")]
    [InlineData(200, """{"partialSuccess":{"rejectedDataPoints":1}}""", "PK0301", "1 refused")]
    [InlineData(401, "", "PK0301", "refused metrics (401)")]
    [InlineData(307, "", "PK0301", "refused metrics (307)")]
    [InlineData(200, "<html>", "PK0304", "not answer as a collector")]
    [InlineData(500, "", "PK0302", "answered 500, 3 times")]
    public async Task What_was_not_taken_is_a_failure(int status, string answer, string code, string why)
    {
        _http.Always("POST http://c/v1/metrics", (HttpStatusCode)status, answer);

        var failure = (await Assert.ThrowsAsync<FailureException>(SendAsync)).Failures[0];

        Assert.Equal(code, failure.Code.Id);
        Assert.Contains(why, failure.What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_without_end_is_not_read()
    {
        _http.Always("POST http://c/v1/metrics", _ => new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent(new byte[ServiceCaller.MaximumAnswer + 1]) });

        Assert.Equal(FailureCodes.RemoteUnavailable, (await Assert.ThrowsAsync<FailureException>(SendAsync)).Failures[0].Code);
    }

    private Task SendAsync() => new OtlpExporter(new Uri("http://c"), [], new ServiceCaller(_http, new FakeTimeProvider { AutoAdvance = true })).SendAsync("{}"u8.ToArray(), CancellationToken.None);
}
