using System.Text;
using Xunit;

namespace PipelineKit.Sigstore.Tests;

public sealed class PaeTests
{
    [Theory]
    [InlineData("http://example.com/HelloWorld", "hello world", "DSSEv1 29 http://example.com/HelloWorld 11 hello world")]
    [InlineData("", "", "DSSEv1 0  0 ")]
    [InlineData("ä", "ö", "DSSEv1 2 ä 2 ö")]
    public void The_encoding_is_that_of_the_specification(string type, string payload, string expected) =>
        Assert.Equal(expected, Encoding.UTF8.GetString(Pae.Encode(type, Encoding.UTF8.GetBytes(payload))));

    [Fact]
    public void An_envelope_reads_what_it_wrote()
    {
        var envelope = new DsseEnvelope("text/plain", "payload"u8.ToArray(), [new DsseSignature(new byte[] { 1, 2 }, "key"), new DsseSignature(new byte[] { 3 })]);

        var read = DsseEnvelope.Parse(envelope.ToJson());

        Assert.Equal("{\"payload\":\"cGF5bG9hZA==\",\"payloadType\":\"text/plain\",\"signatures\":[{\"sig\":\"AQI=\",\"keyid\":\"key\"},{\"sig\":\"Aw==\"}]}", Encoding.UTF8.GetString(envelope.ToJson()));
        Assert.Equal(envelope.ToJson(), read.ToJson());
    }
}
