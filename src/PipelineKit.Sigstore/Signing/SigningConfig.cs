using System.Globalization;

namespace PipelineKit.Sigstore;

/// <summary>
/// Reads signing_config.json (protobuf-specs, <c>sigstore_trustroot.proto</c>, <c>SigningConfig</c> v0.2) and chooses by its rules: of the services that are
/// valid now the highest API version that is spoken here, of each operator the newest, and of those as many as the selector asks for.
/// </summary>
public static class SigningConfig
{
    private const string MediaType = "application/vnd.dev.sigstore.signingconfig.v0.2+json";
    private const int MaximumSize = 1 << 20;
    private const int MaximumServices = 64;

    /// <summary>The services to sign with at this time; throws <see cref="SigstoreFormatException"/>.</summary>
    public static SigningServices Parse(ReadOnlyMemory<byte> json, DateTimeOffset now)
    {
        using var document = JsonPart.Parse(json, MaximumSize, "signing config");
        var root = JsonPart.Root(document, "signing config");
        var type = root.Text("mediaType");
        if (type != MediaType)
        {
            throw new SigstoreFormatException($"mediaType is {type}, and {MediaType} is what can be read");
        }

        var authorities = Choose(root, "caUrls", selector: null, highest: 1, now);
        var logs = Choose(root, "rekorTlogUrls", root.FindObject("rekorTlogConfig"), highest: 2, now);
        var timestamps = Choose(root, "tsaUrls", root.FindObject("tsaConfig"), highest: 1, now);
        return new SigningServices(
            authorities.Length > 0 ? authorities[0].Address : null,
            [.. logs.Select(l => new SigningLog(l.Address, l.Version))],
            [.. timestamps.Select(t => t.Address)]);
    }

    private static Service[] Choose(JsonPart root, string name, JsonPart? selector, int highest, DateTimeOffset now)
    {
        var usable = root.Objects(name, MaximumServices).Select(Service.Read).Where(s => s.Version >= 1 && s.Version <= highest && s.ValidFor.Contains(now)).ToList();
        var version = usable.Count > 0 ? usable.Max(s => s.Version) : 0;
        var candidates = usable.Where(s => s.Version == version)
            .OrderByDescending(s => s.ValidFor.Start)
            .DistinctBy(s => s.Operator, StringComparer.Ordinal)
            .ToArray();
        var wanted = Wanted(root, name, selector, candidates.Length);
        return candidates.Length >= wanted
            ? candidates[..wanted]
            : throw new SigstoreFormatException($"{name} has {candidates.Length} usable services of different operators at this time, and {wanted} are to be used");
    }

    private static int Wanted(JsonPart root, string name, JsonPart? selector, int candidates)
    {
        var kind = selector?.FindText("selector") ?? "ANY";
        var atLeast = root.Objects(name, MaximumServices).Length > 0 ? 1 : 0;
        return kind switch
        {
            "ANY" or "SERVICE_SELECTOR_UNDEFINED" => atLeast,
            "ALL" => Math.Max(atLeast, candidates),
            "EXACT" => selector!.Value.Count("count") is > 0 and <= MaximumServices and var count
                ? (int)count
                : throw new SigstoreFormatException($"the count of the selector of {name} is not 1 to {MaximumServices}"),
            _ => throw new SigstoreFormatException($"the selector of {name} is {kind}, and ANY, ALL and EXACT are known"),
        };
    }

    private sealed record Service(Uri Address, int Version, ValidityWindow ValidFor, string Operator)
    {
        internal static Service Read(JsonPart part)
        {
            var text = part.Text("url");
            var address = Uri.TryCreate(text, UriKind.Absolute, out var parsed) && parsed.Scheme is "https" or "http" && parsed.UserInfo.Length == 0
                ? parsed
                : throw new SigstoreFormatException($"{part.Place("url")} is not an http(s) address");
            var window = part.Object("validFor");
            return new Service(
                address,
                (int)Math.Min(part.Count("majorApiVersion"), int.MaxValue),
                new ValidityWindow(Time(window, "start") ?? throw window.Missing("start"), Time(window, "end")),
                part.FindText("operator") ?? address.Host);
        }

        private static DateTimeOffset? Time(JsonPart window, string name) => window.FindText(name, maximum: 64) switch
        {
            null => null,
            var text when DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) => time,
            _ => throw new SigstoreFormatException($"{window.Place(name)} is not a time"),
        };
    }
}
