using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace PipelineKit.Oci;

/// <summary>AWS Signature Version 4 ("Create a signed AWS API request") for requests without a query.</summary>
/// <param name="keyId">The access key id.</param>
/// <param name="secretKey">The secret access key.</param>
/// <param name="region">Such as <c>eu-central-1</c>.</param>
/// <param name="service">Such as <c>ecr</c>.</param>
public sealed class AwsSignature(string keyId, string secretKey, string region, string service)
{
    private const string Algorithm = "AWS4-HMAC-SHA256";

    /// <summary>How the service wants times: <c>20300102T030405Z</c>.</summary>
    public static string TimeText(DateTimeOffset time) => time.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);

    /// <summary>The value of the Authorization header.</summary>
    /// <param name="method">The method.</param>
    /// <param name="path">The path, in canonical form.</param>
    /// <param name="headers">All headers to be signed, <c>host</c> and <c>x-amz-date</c> among them; names in lower-case.</param>
    /// <param name="body">The body.</param>
    /// <param name="time">The time that <c>x-amz-date</c> says.</param>
    public string Authorization(string method, string path, IReadOnlyDictionary<string, string> headers, ReadOnlySpan<byte> body, DateTimeOffset time)
    {
        var sorted = headers.OrderBy(h => h.Key, StringComparer.Ordinal).ToList();
        var signed = string.Join(';', sorted.Select(h => h.Key));
        var canonical = $"{method}\n{path}\n\n{string.Concat(sorted.Select(h => $"{h.Key}:{h.Value.Trim()}\n"))}\n{signed}\n{Hex(SHA256.HashData(body))}";

        var timeText = TimeText(time);
        var scope = $"{timeText[..8]}/{region}/{service}/aws4_request";
        var toSign = $"{Algorithm}\n{timeText}\n{scope}\n{Hex(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)))}";

        var key = new[] { timeText[..8], region, service, "aws4_request" }.Aggregate(Encoding.UTF8.GetBytes("AWS4" + secretKey), Hmac);
        return $"{Algorithm} Credential={keyId}/{scope}, SignedHeaders={signed}, Signature={Hex(Hmac(key, toSign))}";
    }

    private static byte[] Hmac(byte[] key, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);
}
