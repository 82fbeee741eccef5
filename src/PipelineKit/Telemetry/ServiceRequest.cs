namespace PipelineKit.Telemetry;

/// <summary>A small JSON request to a service that the user named.</summary>
/// <param name="Method">The method.</param>
/// <param name="Address">Where to.</param>
/// <param name="Body">JSON.</param>
internal sealed record ServiceRequest(HttpMethod Method, Uri Address, ReadOnlyMemory<byte> Body)
{
    /// <summary>The media type of the body.</summary>
    public string MediaType { get; init; } = "application/json";

    /// <summary>Headers beside those of every request; their values may be secrets.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>The service in messages; a path may be a secret, as those of chat services are.</summary>
    internal string Host => Address.Authority;
}

/// <summary>What a service answered.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Body">At most <see cref="ServiceCaller.MaximumAnswer"/> bytes.</param>
internal sealed record ServiceAnswer(int Status, byte[] Body)
{
    /// <summary>Whether the status is 2xx.</summary>
    internal bool IsSuccess => Status is >= 200 and < 300;
}
