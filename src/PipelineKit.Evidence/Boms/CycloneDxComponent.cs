using System.Text.Json;

namespace PipelineKit.Evidence;

/// <summary>Writes one component.</summary>
internal static class CycloneDxComponent
{
    private static readonly string[] Types =
    [
        "application", "framework", "library", "container", "platform", "operating-system", "device", "device-driver", "firmware", "file", "machine-learning-model", "data", "cryptographic-asset",
    ];

    private static readonly string[] HashAlgorithms =
    [
        "MD5", "SHA-1", "SHA-256", "SHA-384", "SHA-512", "SHA3-256", "SHA3-384", "SHA3-512", "BLAKE2b-256", "BLAKE2b-384", "BLAKE2b-512", "BLAKE3",
    ];

    public static void Write(Utf8JsonWriter json, BomComponent component)
    {
        var (group, name) = Split(component.Package);
        json.WriteStartObject();
        json.WriteString("type", Types.Contains(component.Type, StringComparer.Ordinal) ? component.Type : "library");
        json.Text("bom-ref", component.Reference);
        json.Named("supplier", component.Supplier);
        json.Text("group", group);
        json.WriteString("name", name);
        json.Text("version", component.Package.Version);
        Hashes(json, component.Hashes);
        Licenses(json, component.Licenses);
        json.Text("cpe", component.Cpe);
        json.Text("purl", component.Package.Purl);
        Occurrences(json, component.Paths);
        List<KeyValuePair<string, string>> properties = [];
        foreach (var (key, value) in component.Properties)
        {
            properties.Add(new(key, value));
        }

        properties.Put(CycloneDxProperties.Layer, component.Layer);
        json.Properties(properties);
        json.WriteEndObject();
    }

    // A Maven name is group:artifact, an npm name may be @scope/name; CycloneDX keeps the two apart.
    private static (string Group, string Name) Split(PackageIdentity package)
    {
        var at = package switch
        {
            { Type: "maven" } => package.Name.IndexOf(':', StringComparison.Ordinal),
            { Type: "npm", Name: ['@', ..] } => package.Name.IndexOf('/', StringComparison.Ordinal),
            _ => -1,
        };
        return at <= 0 || at == package.Name.Length - 1 ? ("", package.Name) : (package.Name[..at], package.Name[(at + 1)..]);
    }

    private static void Hashes(Utf8JsonWriter json, IReadOnlyList<BomHash> hashes)
    {
        var known = hashes.Where(h => HashAlgorithms.Contains(h.Algorithm, StringComparer.Ordinal) && h.Value.Length is 32 or 40 or 64 or 96 or 128 && h.Value.All(char.IsAsciiHexDigit)).ToArray();
        if (known.Length == 0)
        {
            return;
        }

        json.WriteStartArray("hashes");
        foreach (var hash in known)
        {
            json.WriteStartObject();
            json.WriteString("alg", hash.Algorithm);
            json.WriteString("content", hash.Value);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    // One expression alone, or a list of licences: 1.6 does not let them be mixed.
    private static void Licenses(Utf8JsonWriter json, IReadOnlyList<BomLicense> licenses)
    {
        if (licenses.Count == 0)
        {
            return;
        }

        json.WriteStartArray("licenses");
        foreach (var license in licenses)
        {
            json.WriteStartObject();
            if (licenses.Count == 1 && license.IsExpression)
            {
                json.WriteString("expression", license.Text);
            }
            else
            {
                json.WriteStartObject("license");
                json.WriteString("name", license.Text);
                json.Properties(license.IsExpression ? [new(CycloneDxProperties.LicenseExpression, "true")] : []);
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Occurrences(Utf8JsonWriter json, IReadOnlyList<string> paths)
    {
        if (paths.Count == 0)
        {
            return;
        }

        json.WriteStartObject("evidence");
        json.WriteStartArray("occurrences");
        foreach (var path in paths.Distinct(StringComparer.Ordinal))
        {
            json.WriteStartObject();
            json.WriteString("location", path);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
