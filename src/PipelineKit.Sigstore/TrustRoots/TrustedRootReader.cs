using System.Globalization;
using System.Security.Cryptography;

namespace PipelineKit.Sigstore;

/// <summary>Reads trusted_root.json (protobuf-specs, <c>sigstore_trustroot.proto</c>).</summary>
internal static class TrustedRootReader
{
    private const int MaximumLogs = 256;
    private const int MaximumAuthorities = 128;
    private const int KeySize = 16 << 10;

    private static readonly string[] TimeFormats = ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz"];

    /// <summary>Reads one; throws <see cref="SigstoreFormatException"/>.</summary>
    internal static TrustedRoot Read(ReadOnlyMemory<byte> json)
    {
        using var document = JsonPart.Parse(json, TrustedRoot.MaximumSize, "trusted root");
        var root = JsonPart.Root(document, "trusted root");
        CheckMediaType(root.Text("mediaType"));
        return new TrustedRoot(
            Logs(root, "tlogs"),
            Logs(root, "ctlogs"),
            Array.ConvertAll(root.Objects("certificateAuthorities", MaximumAuthorities), Authority),
            Array.ConvertAll(root.Objects("timestampAuthorities", MaximumAuthorities), Authority));
    }

    private static void CheckMediaType(string mediaType)
    {
        if (mediaType is not ("application/vnd.dev.sigstore.trustedroot+json;version=0.1" or "application/vnd.dev.sigstore.trustedroot+json;version=0.2"
            or "application/vnd.dev.sigstore.trustedroot.v0.1+json" or "application/vnd.dev.sigstore.trustedroot.v0.2+json"))
        {
            throw new SigstoreFormatException($"mediaType \"{mediaType}\" is not that of a trusted root 0.1 or 0.2");
        }
    }

    /// <summary>The logs; one whose key is of a kind that is not known yet cannot be used, and is left out.</summary>
    private static List<TrustedLog> Logs(JsonPart root, string name)
    {
        var logs = new List<TrustedLog>();
        foreach (var part in root.Objects(name, MaximumLogs))
        {
            var key = part.Object("publicKey");
            var details = key.Text("keyDetails");
            var window = Window(key.Object("validFor")) ?? throw key.Object("validFor").Missing("start");
            if (KeyDetailsNames.TryParse(details, out _))
            {
                logs.Add(Log(part, key, details, window));
            }
        }

        return logs;
    }

    private static TrustedLog Log(JsonPart part, JsonPart key, string details, ValidityWindow window)
    {
        VerificationKey read;
        try
        {
            read = VerificationKey.From(key.Bytes("rawBytes", KeySize).Span, details);
        }
        catch (SigstoreFormatException e)
        {
            throw new SigstoreFormatException($"{part.Place("publicKey")}: {e.Message}", e);
        }

        return new TrustedLog(
            part.FindText("baseUrl") ?? string.Empty,
            part.Object("logId").Bytes("keyId", SHA512.HashSizeInBytes),
            part.FindObject("checkpointKeyId")?.Bytes("keyId", SHA512.HashSizeInBytes),
            read,
            window,
            part.FindText("operator"));
    }

    private static TrustedAuthority Authority(JsonPart part)
    {
        var chain = part.Object("certChain");
        var certificates = chain.Objects("certificates", BundleLimits.Certificates);
        if (certificates.Length == 0)
        {
            throw chain.Missing("certificates");
        }

        var validFor = part.FindObject("validFor");
        return new TrustedAuthority(
            part.FindText("uri") ?? string.Empty,
            Array.ConvertAll(certificates, c => c.Bytes("rawBytes", BundleLimits.CertificateSize)),
            validFor is null ? Open : Window(validFor.Value) ?? Open with { End = Time(validFor.Value, "end") },
            part.FindText("operator"));
    }

    /// <summary>An authority without a start is bounded by its certificates; a log's key is bounded by nothing else, so a log must have one.</summary>
    private static ValidityWindow Open { get; } = new(DateTimeOffset.MinValue, End: null);

    private static ValidityWindow? Window(JsonPart validFor) =>
        Time(validFor, "start") is not { } start ? null
        : Time(validFor, "end") is { } end && end < start ? throw new SigstoreFormatException($"{validFor.Place("end")} is before its start")
        : new ValidityWindow(start, Time(validFor, "end"));

    private static DateTimeOffset? Time(JsonPart part, string name)
    {
        if (part.FindText(name, maximum: 64) is not { Length: > 0 } text)
        {
            return null;
        }

        return DateTimeOffset.TryParseExact(text, TimeFormats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : throw new SigstoreFormatException($"{part.Place(name)} is not a time like 2023-07-12T15:56:36Z (RFC 3339)");
    }
}
