namespace PipelineKit.Testing;

/// <summary>Something that goes wrong with an answer of an <see cref="InMemoryRegistry"/>, a number of times.</summary>
/// <param name="Spoil">Changes the answer; the request is given for those that depend on it.</param>
public sealed record RegistryFault(Action<LoopbackRequest, LoopbackResponse> Spoil)
{
    private int _left = int.MaxValue;

    /// <summary>Only requests with this method; null for all.</summary>
    public string? Method { get; init; }

    /// <summary>Only targets that contain this text.</summary>
    public string Target { get; init; } = "/";

    /// <summary>How many answers are spoiled; afterwards all is well.</summary>
    public int Times
    {
        get => _left;
        init => _left = value;
    }

    /// <summary>An error status, with the Retry-After given.</summary>
    public static RegistryFault Status(int status, string? retryAfter = null, string? body = null) => new((_, response) =>
    {
        response.Status = status;
        response.Body = System.Text.Encoding.UTF8.GetBytes(body ?? "{}");
        response.Replace("Content-Type", "application/json").Replace("Docker-Content-Digest", null).Replace("Retry-After", retryAfter);
    });

    /// <summary>A header set to a value, or removed.</summary>
    public static RegistryFault Header(string name, string? value) => new((_, response) => response.Replace(name, value));

    /// <summary>Docker-Content-Digest with this value, or none.</summary>
    public static RegistryFault DigestHeader(string? value) => Header("Docker-Content-Digest", value);

    /// <summary>HEAD is not supported; GET is.</summary>
    public static RegistryFault NoHead(int status = 405) => Status(status) with { Method = "HEAD" };

    /// <summary>Another body, headers kept.</summary>
    public static RegistryFault Body(byte[] body) => new((_, response) => response.Body = body);

    /// <summary>The body without its end, told as if it were whole.</summary>
    public static RegistryFault Truncated() => new((_, response) => response.Body = response.Body[..(response.Body.Length / 2)]);

    /// <summary>The connection closes (or is reset) in the middle of the body.</summary>
    public static RegistryFault CutMidBody(bool reset = false) => new((_, response) =>
    {
        response.CutAfter = response.Body.Length / 2;
        response.Reset = reset;
    });

    /// <summary>The body again and again, without end.</summary>
    public static RegistryFault Endless() => new((_, response) =>
    {
        response.Body = [.. response.Body, .. new byte[65536]];
        response.IsEndless = true;
    });

    /// <summary>Content-Length says this.</summary>
    public static RegistryFault ClaimedLength(long length) => new((_, response) => response.ClaimedLength = length);

    /// <summary>The first byte comes after this time.</summary>
    public static RegistryFault Slow(TimeSpan delay) => new((_, response) => response.Delay = delay);

    /// <summary>Headers come, the body never.</summary>
    public static RegistryFault HangsAfterHeaders() => new((_, response) => response.HangsAfterHeaders = true);

    internal void Apply(LoopbackRequest request, LoopbackResponse response)
    {
        if ((Method is null || Method == request.Method)
            && request.Target.Contains(Target, StringComparison.Ordinal)
            && (_left == int.MaxValue || Interlocked.Decrement(ref _left) >= 0))
        {
            Spoil(request, response);
        }
    }
}
