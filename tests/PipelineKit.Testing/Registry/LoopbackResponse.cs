using System.Text;

namespace PipelineKit.Testing;

/// <summary>What <see cref="LoopbackHttpServer"/> answers, with every way an answer can go wrong.</summary>
public sealed class LoopbackResponse
{
    /// <summary>The status code.</summary>
    public int Status { get; set; } = 200;

    /// <summary>Headers in order; Content-Length and Connection are added by the server.</summary>
    public IList<(string Name, string Value)> Headers { get; } = [];

    /// <summary>The body; not sent for HEAD, but its length is told.</summary>
    public byte[] Body { get; set; } = [];

    /// <summary>A Content-Length that may be a lie; null tells the truth.</summary>
    public long? ClaimedLength { get; set; }

    /// <summary>Closes the connection after that many bytes of the body.</summary>
    public int? CutAfter { get; set; }

    /// <summary>With <see cref="CutAfter"/>: by RST instead of FIN.</summary>
    public bool Reset { get; set; }

    /// <summary>Repeats the body without end, chunked.</summary>
    public bool IsEndless { get; set; }

    /// <summary>Waits that long before the first byte.</summary>
    public TimeSpan Delay { get; set; }

    /// <summary>Sends the headers and then nothing more, without closing.</summary>
    public bool HangsAfterHeaders { get; set; }

    /// <summary>A response with a text body.</summary>
    public static LoopbackResponse Of(int status, string contentType, string body) => Of(status, contentType, Encoding.UTF8.GetBytes(body));

    /// <summary>A response with a body.</summary>
    public static LoopbackResponse Of(int status, string contentType, byte[] body)
    {
        var response = new LoopbackResponse { Status = status, Body = body };
        response.Headers.Add(("Content-Type", contentType));
        return response;
    }

    /// <summary>Adds a header; returns this.</summary>
    public LoopbackResponse With(string name, string value)
    {
        Headers.Add((name, value));
        return this;
    }

    /// <summary>Removes a header, and sets it when there is a value; returns this.</summary>
    public LoopbackResponse Replace(string name, string? value)
    {
        foreach (var header in Headers.Where(h => string.Equals(h.Name, name, StringComparison.OrdinalIgnoreCase)).ToList())
        {
            Headers.Remove(header);
        }

        return value is null ? this : With(name, value);
    }
}
