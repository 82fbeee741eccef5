using System.Security;
using System.Text;
using System.Text.Encodings.Web;

namespace PipelineKit.Ci;

/// <summary>
/// The ways a secret can come back in text: as it is, in base64 at each of the three alignments (as in <c>user:secret</c>), escaped for
/// addresses, JSON, XML and logging commands, and without the quotes around it.
/// </summary>
internal static class SecretForms
{
    /// <summary>Shorter texts would blank out ordinary words; the hosts are still told about them.</summary>
    internal const int MinimumLength = 4;

    private const int MinimumBase64Length = 8;

    /// <summary>The secret's lines: CI systems read logs by the line, so each is a secret of its own.</summary>
    internal static IEnumerable<string> Lines(string secret) =>
        secret.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct(StringComparer.Ordinal);

    /// <summary>Every form worth looking for, of the whole and of each line.</summary>
    internal static IEnumerable<string> All(string secret) =>
        Lines(secret).Append(secret).Distinct(StringComparer.Ordinal).Where(text => text.Length >= MinimumLength).SelectMany(Of).Distinct(StringComparer.Ordinal);

    /// <summary>Base64 of the secret at the three alignments: only the characters that the secret alone decides.</summary>
    internal static IEnumerable<string> Base64(string secret)
    {
        var bytes = Encoding.UTF8.GetBytes(secret);
        for (var shift = 0; shift < 3; shift++)
        {
            var padded = new byte[shift + bytes.Length];
            bytes.CopyTo(padded, shift);
            var (from, to) = (((8 * shift) + 5) / 6, 8 * padded.Length / 6);
            if (to - from >= MinimumBase64Length)
            {
                yield return Convert.ToBase64String(padded)[from..to];
            }
        }
    }

    private static IEnumerable<string> Of(string secret)
    {
        yield return secret;
        var unquoted = secret.Trim('"', '\'');
        if (unquoted.Length >= MinimumLength)
        {
            yield return unquoted;
        }

        foreach (var form in Base64(secret))
        {
            yield return form;
            yield return form.Replace('+', '-').Replace('/', '_');
        }

        var address = Uri.EscapeDataString(secret);
        yield return address;
        yield return LowerEscapes(address);
        yield return address.Replace("%20", "+", StringComparison.Ordinal);
        yield return JavaScriptEncoder.Default.Encode(secret);
        yield return JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(secret);
        yield return SafeJson.Escape(secret);
        yield return SecurityElement.Escape(secret);
        yield return GitHubCommand.EscapeData(secret);
        yield return AzureCommand.Escape(secret);
    }

    // %2F and %2f mean the same.
    private static string LowerEscapes(string address)
    {
        var result = new StringBuilder(address);
        for (var i = 0; i + 2 < address.Length; i++)
        {
            if (address[i] == '%')
            {
                result[i + 1] = char.ToLowerInvariant(address[i + 1]);
                result[i + 2] = char.ToLowerInvariant(address[i + 2]);
            }
        }

        return result.ToString();
    }
}
