using System.Text.Json.Serialization;

namespace PipelineKit.Oci;

/// <summary>A token and how long it serves, by the clock of the transport.</summary>
internal sealed record AccessToken(string Text, string Scope, long ObtainedAt, TimeSpan Lifetime);

/// <summary>The answer of a token service (distribution token specification; RFC 6749, section 5.1).</summary>
internal sealed record TokenAnswer
{
    [JsonPropertyName("token")]
    public string? Token { get; init; }

    [JsonPropertyName("access_token")]
    public string? AccessToken { get; init; }

    [JsonPropertyName("expires_in")]
    [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)]
    public double? ExpiresIn { get; init; }
}

[JsonSerializable(typeof(TokenAnswer))]
internal sealed partial class TokenJson : JsonSerializerContext;
