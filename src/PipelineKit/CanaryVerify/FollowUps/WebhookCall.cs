using System.Security.Cryptography;
using System.Text;
using PipelineKit.Failures;
using PipelineKit.Telemetry;

namespace PipelineKit.CanaryVerify;

/// <summary>Sends a verdict to an address, signed. The same verdict has the same <c>X-PipelineKit-Delivery</c>, so that what arrives twice is known.</summary>
internal static class WebhookCall
{
    private const int DeliveryDigits = 32;

    /// <summary>Sends it.</summary>
    /// <exception cref="FailureException">PK0301: refused; PK0302: it cannot be reached.</exception>
    internal static async Task<FollowUp> RunAsync(WebhookTarget target, ReadOnlyMemory<byte> message, ServiceCaller caller, CancellationToken cancellation)
    {
        List<KeyValuePair<string, string>> headers =
        [
            new("X-PipelineKit-Event", "canary-verdict"),
            new("X-PipelineKit-Delivery", Convert.ToHexStringLower(SHA256.HashData(message.Span))[..DeliveryDigits]),
        ];
        if (target.Secret.Length > 0)
        {
            headers.Add(new("X-PipelineKit-Signature-256", Signature(target.Secret, message.Span)));
        }

        var answer = await caller.SendAsync(new ServiceRequest(HttpMethod.Post, target.Address, message) { Headers = headers }, cancellation);
        return answer.IsSuccess
            ? new FollowUp("webhook", Ok: true, $"{target.Address.Authority} took the verdict ({answer.Status}).")
            : throw new FailureException(new Failure(
                FailureCodes.RemoteRefused, $"{target.Address.Authority} did not take the verdict ({answer.Status}).",
                answer.Status is >= 300 and < 400 ? "Redirects are not followed: give `webhook-url` as the address it redirects to." : "Check `webhook-url`, and `webhook-secret` when it checks signatures."));
    }

    /// <summary><c>sha256=</c> and the HMAC-SHA256 (RFC 2104) of the body in hex, with the secret as UTF-8.</summary>
    internal static string Signature(string secret, ReadOnlySpan<byte> body) => $"sha256={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), body))}";
}
