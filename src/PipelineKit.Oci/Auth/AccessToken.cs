using System.Globalization;
using System.Text.Json;

namespace PipelineKit.Oci;

/// <summary>A token and how long it serves, by the clock of the transport.</summary>
internal sealed record AccessToken(string Text, string Scope, long ObtainedAt, TimeSpan Lifetime);

/// <summary>The answer of a token service (distribution token specification; RFC 6749, section 5.1).</summary>
/// <param name="Token">The token; null when it is called otherwise or not there.</param>
/// <param name="AccessToken">The token by its other name.</param>
/// <param name="ExpiresIn">Seconds it serves; null when not said.</param>
internal sealed record TokenAnswer(string? Token, string? AccessToken, double? ExpiresIn)
{
    /// <summary>Reads it; <c>expires_in</c> may be a number in quotes, as some services write it. Throws <see cref="JsonException"/>.</summary>
    public static TokenAnswer Parse(ReadOnlyMemory<byte> json)
    {
        if (AnswerJson.Object(json) is not { } answer)
        {
            return new TokenAnswer(null, null, null);
        }

        return new TokenAnswer(answer.Text("token"), answer.Text("access_token"), AnswerJson.Member(answer, "expires_in") switch
        {
            null => null,
            { ValueKind: JsonValueKind.Number } number => number.GetDouble(),
            { ValueKind: JsonValueKind.String } text when double.TryParse(text.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) => seconds,
            _ => throw new JsonException("`expires_in` is no number"),
        });
    }
}
