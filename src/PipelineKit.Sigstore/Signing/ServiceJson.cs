using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace PipelineKit.Sigstore;

/// <summary>JSON to and from the services.</summary>
internal static class ServiceJson
{
    /// <summary>The largest answer that is read, in bytes.</summary>
    internal const int MaximumSize = 1 << 20;

    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The bytes that were written.</summary>
    internal static byte[] Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(4 << 10);
        using (var json = new Utf8JsonWriter(buffer, Compact))
        {
            write(json);
        }

        return buffer.WrittenSpan.ToArray();
    }
}

/// <summary>Turns what is wrong with an answer into the error of the service that gave it.</summary>
internal static class Untrusted
{
    /// <summary>Reads an answer; throws <see cref="SigningException"/> (<see cref="SigningProblem.Untrusted"/>) when it is not of its format.</summary>
    internal static T Guard<T>(string where, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is SigstoreFormatException or FormatException)
        {
            throw new SigningException(SigningProblem.Untrusted, $"{where} answered something that cannot be used: {e.Message}", remedy: null, e);
        }
    }
}
