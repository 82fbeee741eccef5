using System.Text.Json;

namespace PipelineKit.Testing;

/// <summary>The two files that describe an instance: trusted_root.json and signing_config.json.</summary>
internal static class FakeTrust
{
    /// <summary>A trusted root of all parts.</summary>
    internal static byte[] Root(FakeSigstoreParts parts, DateTimeOffset start) => FakeJson.Write(w =>
    {
        w.WriteStartObject();
        w.WriteString("mediaType", "application/vnd.dev.sigstore.trustedroot+json;version=0.1");
        Logs(w, "tlogs", start, parts.RekorV1.Log.Key, parts.RekorV2.Log.Key);
        Authority(w, "certificateAuthorities", "https://fulcio.example.test", start, parts.Authority.Intermediate, parts.Authority.Root);
        Logs(w, "ctlogs", start, parts.CertificateLog.Key);
        Authority(w, "timestampAuthorities", "https://tsa.example.test/api/v1/timestamp", start, parts.Timestamps.Leaf, parts.Timestamps.Root);
        w.WriteEndObject();
    });

    /// <summary>A signing config (v0.2) that names one log.</summary>
    internal static byte[] SigningConfig(Uri fulcio, Uri log, int majorVersion, Uri? timestamps, DateTimeOffset start) => FakeJson.Write(w =>
    {
        w.WriteStartObject();
        w.WriteString("mediaType", "application/vnd.dev.sigstore.signingconfig.v0.2+json");
        Service(w, "caUrls", fulcio, 1, start);
        Service(w, "rekorTlogUrls", log, majorVersion, start);
        Service(w, "tsaUrls", timestamps, 1, start);
        foreach (var selector in (string[])["rekorTlogConfig", "tsaConfig"])
        {
            w.WriteStartObject(selector);
            w.WriteString("selector", "ANY");
            w.WriteEndObject();
        }

        w.WriteEndObject();
    });

    private static void Service(Utf8JsonWriter w, string name, Uri? address, int majorVersion, DateTimeOffset start)
    {
        w.WriteStartArray(name);
        if (address is not null)
        {
            w.WriteStartObject();
            w.WriteString("url", address.AbsoluteUri);
            w.WriteNumber("majorApiVersion", majorVersion);
            Window(w, start);
            w.WriteString("operator", "example.test");
            w.WriteEndObject();
        }

        w.WriteEndArray();
    }

    private static void Logs(Utf8JsonWriter w, string name, DateTimeOffset start, params FakeLogKey[] keys)
    {
        w.WriteStartArray(name);
        foreach (var key in keys)
        {
            w.WriteStartObject();
            w.WriteString("baseUrl", "https://" + key.Name);
            w.WriteString("hashAlgorithm", "SHA2_256");
            w.WriteStartObject("publicKey");
            w.WriteBase64String("rawBytes", key.Spki);
            w.WriteString("keyDetails", key.Details);
            Window(w, start);
            w.WriteEndObject();
            w.WriteStartObject("logId");
            w.WriteBase64String("keyId", key.Id);
            w.WriteEndObject();
            w.WriteEndObject();
        }

        w.WriteEndArray();
    }

    private static void Authority(Utf8JsonWriter w, string name, string address, DateTimeOffset start, params byte[][] chain)
    {
        w.WriteStartArray(name);
        w.WriteStartObject();
        w.WriteStartObject("subject");
        w.WriteString("organization", "example.test");
        w.WriteString("commonName", name);
        w.WriteEndObject();
        w.WriteString("uri", address);
        w.WriteStartObject("certChain");
        w.WriteStartArray("certificates");
        foreach (var certificate in chain)
        {
            w.WriteStartObject();
            w.WriteBase64String("rawBytes", certificate);
            w.WriteEndObject();
        }

        w.WriteEndArray();
        w.WriteEndObject();
        Window(w, start);
        w.WriteEndObject();
        w.WriteEndArray();
    }

    private static void Window(Utf8JsonWriter w, DateTimeOffset start)
    {
        w.WriteStartObject("validFor");
        w.WriteString("start", start.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ"));
        w.WriteEndObject();
    }
}
