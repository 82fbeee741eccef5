using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace PipelineKit.Oci;

/// <summary>Amazon ECR: the access key of the environment, signed, for a password of 12 hours (ECR API, GetAuthorizationToken).</summary>
internal sealed class EcrExchange(CloudClient client)
{
    private const string Origin = "Amazon ECR";

    public async Task<RegistryCredential?> FindAsync(string registry, string account, string region, bool isChina, CancellationToken cancellation)
    {
        if (client.Variable("AWS_ACCESS_KEY_ID") is not { } keyId || client.Variable("AWS_SECRET_ACCESS_KEY") is not { } secretKey)
        {
            return null;
        }

        var host = $"api.ecr.{region}.amazonaws.com{(isChina ? ".cn" : "")}";
        var token = await client.SendAsync(Request(host, account, keyId, client.Secret(secretKey), region), TokenOf, registry, Origin, cancellation) ?? "";
        var bytes = new byte[token.Length];
        var pair = Convert.TryFromBase64String(token, bytes, out var length) ? Encoding.UTF8.GetString(bytes, 0, length) : "";
        return pair.StartsWith("AWS:", StringComparison.Ordinal) && pair.Length > 4
            ? new RegistryCredential("AWS", client.Secret(pair[4..]))
            : throw new CredentialException(registry, Origin, $"{host} answered without a token");
    }

    // GetAuthorizationToken: the first entry of `authorizationData`.
    private static string? TokenOf(JsonElement answer) =>
        AnswerJson.Member(answer, "authorizationData") is { ValueKind: JsonValueKind.Array } data && data.GetArrayLength() > 0 ? data[0].Text("authorizationToken") : null;

    private HttpRequestMessage Request(string host, string account, string keyId, string secretKey, string region)
    {
        var body = Encoding.UTF8.GetBytes($"{{\"registryIds\":[\"{account}\"]}}");
        var now = client.Time.GetUtcNow();
        var headers = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["content-type"] = "application/x-amz-json-1.1",
            ["host"] = host,
            ["x-amz-date"] = AwsSignature.TimeText(now),
            ["x-amz-target"] = "AmazonEC2ContainerRegistry_V20150921.GetAuthorizationToken",
        };
        if (client.Variable("AWS_SESSION_TOKEN") is { } session)
        {
            headers["x-amz-security-token"] = client.Secret(session);
        }

        var message = new HttpRequestMessage(HttpMethod.Post, new Uri($"https://{host}/")) { Content = new ByteArrayContent(body) };
        message.Content.Headers.ContentType = new MediaTypeHeaderValue(headers["content-type"]);
        foreach (var (name, value) in headers.Where(h => h.Key.StartsWith("x-amz-", StringComparison.Ordinal)))
        {
            message.Headers.TryAddWithoutValidation(name, value);
        }

        var signature = new AwsSignature(keyId, secretKey, region, "ecr").Authorization("POST", "/", headers, body, now);
        message.Headers.TryAddWithoutValidation("Authorization", signature);
        return message;
    }
}
