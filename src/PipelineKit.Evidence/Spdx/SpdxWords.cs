namespace PipelineKit.Evidence;

/// <summary>Words of SPDX 2 and 3 in those of CycloneDX, which a <see cref="Bom"/> uses.</summary>
internal static class SpdxWords
{
    /// <summary>A purpose (<c>OPERATING-SYSTEM</c>, <c>operatingSystem</c>) as a type of component.</summary>
    public static string ComponentType(string purpose) => Plain(purpose) switch
    {
        "application" or "install" or "executable" => "application",
        "framework" => "framework",
        "container" => "container",
        "operatingsystem" => "operating-system",
        "device" => "device",
        "firmware" => "firmware",
        "file" => "file",
        "model" => "machine-learning-model",
        "data" => "data",
        _ => "library",
    };

    /// <summary>An algorithm (<c>SHA256</c>, <c>sha3_256</c>, <c>BLAKE2b-256</c>) as CycloneDX spells it; null for one that SPDX does not have.</summary>
    public static string? Algorithm(string name) => Plain(name) switch
    {
        "md5" => "MD5",
        "sha1" => "SHA-1",
        "sha224" => "SHA-224",
        "sha256" => "SHA-256",
        "sha384" => "SHA-384",
        "sha512" => "SHA-512",
        "sha3224" => "SHA3-224",
        "sha3256" => "SHA3-256",
        "sha3384" => "SHA3-384",
        "sha3512" => "SHA3-512",
        "blake2b256" => "BLAKE2b-256",
        "blake2b384" => "BLAKE2b-384",
        "blake2b512" => "BLAKE2b-512",
        "blake3" => "BLAKE3",
        "md2" => "MD2",
        "md4" => "MD4",
        "md6" => "MD6",
        "adler32" => "ADLER32",
        _ => null,
    };

    /// <summary>What is said; empty for NOASSERTION and NONE.</summary>
    public static string Said(string text) => text is "NOASSERTION" or "NONE" ? "" : text;

    /// <summary>Whom <c>Organization: Acme (mail)</c> names; empty for NOASSERTION.</summary>
    public static string Agent(string text) => Agent(text, out _);

    /// <summary>The same, with the address; empty without one.</summary>
    public static string Agent(string text, out string contact)
    {
        contact = "";
        foreach (var kind in (ReadOnlySpan<string>)["Organization:", "Person:", "Tool:"])
        {
            if (text.StartsWith(kind, StringComparison.Ordinal))
            {
                var name = text[kind.Length..].Trim();
                var bracket = name.EndsWith(')') ? name.LastIndexOf('(') : -1;
                contact = bracket < 0 ? "" : name[(bracket + 1)..^1].Trim();
                return Said(bracket < 0 ? name : name[..bracket].TrimEnd());
            }
        }

        return Said(text);
    }

    /// <summary>A tool as SPDX 2 writes it, <c>syft-1.2.3</c>: behind the last dash is its version, when a digit begins it.</summary>
    public static BomTool Tool(string text)
    {
        for (var i = 1; i + 1 < text.Length; i++)
        {
            var digit = text[i + 1] == 'v' && i + 2 < text.Length ? text[i + 2] : text[i + 1];
            if (text[i] == '-' && char.IsAsciiDigit(digit))
            {
                return new BomTool(text[..i], text[(i + 1)..]);
            }
        }

        return new BomTool(text, "");
    }

    private static string Plain(string word) => word.ToLowerInvariant().Replace("-", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal);
}
