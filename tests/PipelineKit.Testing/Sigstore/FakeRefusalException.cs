namespace PipelineKit.Testing;

/// <summary>A service of the fake says no, as the real one would: answered with this status and the text as JSON.</summary>
public sealed class FakeRefusalException : Exception
{
    /// <summary>What is wrong with the request.</summary>
    internal FakeRefusalException(int status, string message)
        : base(message) => Status = status;

    /// <summary>The HTTP status.</summary>
    internal int Status { get; }

    /// <summary>As the answer of a service; the code is gRPC's.</summary>
    internal LoopbackResponse Answer() =>
        LoopbackResponse.Of(Status, "application/json", FakeJson.Write(w =>
        {
            w.WriteStartObject();
            w.WriteNumber("code", Status == 400 ? 3 : 13);
            w.WriteString("message", Message);
            w.WriteEndObject();
        }));
}
