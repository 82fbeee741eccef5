using System.Buffers.Binary;

namespace PipelineKit.Sigstore;

/// <summary>What a log signs its checkpoints as.</summary>
internal static class LogNames
{
    /// <summary>The name of its key: its address without scheme and closing slash.</summary>
    internal static string OfKey(TrustedLog log)
    {
        var scheme = log.BaseUrl.IndexOf("://", StringComparison.Ordinal);
        return (scheme < 0 ? log.BaseUrl : log.BaseUrl[(scheme + 3)..]).TrimEnd('/');
    }

    /// <summary>The id of its key in notes: the first four bytes of its checkpoint key id, or of its id; null when that is too short.</summary>
    internal static uint? KeyId(TrustedLog log)
    {
        var id = log.CheckpointKeyId ?? log.Id;
        return id.Length >= sizeof(uint) ? BinaryPrimitives.ReadUInt32BigEndian(id.Span) : null;
    }

    /// <summary>Who is counted for thresholds: several logs (or keys) of one operator are one voice.</summary>
    internal static string Operator(TrustedLog log) => log.Operator is { Length: > 0 } name ? name : OfKey(log);
}
