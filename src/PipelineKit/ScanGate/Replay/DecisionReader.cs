using System.Text.Json;
using PipelineKit.Evidence;
using PipelineKit.Failures;
using PipelineKit.Oci;

namespace PipelineKit.ScanGate;

/// <summary>Reads what a decision was made from. The rest of it is not read: it is made again and compared byte by byte.</summary>
internal static class DecisionReader
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 64 };

    /// <summary>Reads.</summary>
    /// <param name="content">The file.</param>
    /// <param name="name">What it is called.</param>
    /// <exception cref="FailureException">PK0701: it is no decision, or a damaged one.</exception>
    internal static ReplayPlan Read(ReadOnlyMemory<byte> content, string name)
    {
        try
        {
            using var document = JsonDocument.Parse(content, Strict);
            return Plan(document.RootElement);
        }
        catch (JsonException e)
        {
            throw Damaged(JsonMistake.At(name, e), $"it is not well-formed: {JsonMistake.Of(e)}");
        }
        catch (Exception e) when (e is KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw Damaged(new SourcePlace(name), $"a member it must have is missing or of another kind: {e.Message}");
        }
    }

    private static ReplayPlan Plan(JsonElement root)
    {
        if (root.GetProperty("schemaVersion").GetInt32() is not DecisionJson.SchemaVersion)
        {
            throw new FormatException($"`schemaVersion` is not {DecisionJson.SchemaVersion}, the one this version makes");
        }

        return new ReplayPlan
        {
            At = Instant(root.GetProperty("at")),
            Environment = OptionalText(root, "environment") ?? "",
            Subject = Subject(root.GetProperty("subject")),
            Policy = File(root.GetProperty("policy")),
            PolicyText = OptionalText(root.GetProperty("policy"), "text") ?? "",
            Exceptions = [.. root.GetProperty("exceptions").EnumerateArray().Select(File)],
            Epss = Optional(root, "epss") is { } epss ? File(epss) : null,
            Kev = Optional(root, "kev") is { } kev ? File(kev) : null,
            Evidence = Items(root),
            Baseline = Optional(root, "baseline") is { } baseline ? new ReplayBaseline(Text(baseline, "name"), OptionalDigest(baseline, "digest"), Items(baseline)) : null,
        };
    }

    private static GateSubject Subject(JsonElement subject) =>
        new(Text(subject, "name"), OptionalDigest(subject, "digest"), [.. subject.GetProperty("platforms").EnumerateArray().Select(p =>
            new GatePlatform(Text(p, "platform"), DigestOf(p, "manifest"), OptionalDigest(p, "config"), [.. Texts(p, "diffIds").Select(Digest.Parse)]))]);

    private static IReadOnlyList<ReplayItem> Items(JsonElement parent) => [.. parent.GetProperty("evidence").EnumerateArray().Select(Item)];

    private static ReplayItem Item(JsonElement item) =>
        new(
            File(item),
            OptionalDigest(item, "boundTo"),
            Text(item, "trust") switch
            {
                "given" => EvidenceTrust.Given,
                "made" => EvidenceTrust.Made,
                "attested" => EvidenceTrust.Attested,
                var other => throw new FormatException($"`{other}` is no trust"),
            },
            Optional(item, "invocation") is { } invocation ? Invocation(invocation) : null);

    private static ScanInvocation Invocation(JsonElement invocation) => new()
    {
        Scanner = Text(invocation, "scanner"),
        ScannerVersion = OptionalText(invocation, "scannerVersion") ?? "",
        DatabaseBuilt = Optional(invocation, "databaseBuilt") is { } built ? Instant(built) : null,
        DatabaseVersion = OptionalText(invocation, "databaseVersion") ?? "",
        StartedAt = Instant(invocation.GetProperty("startedAt")),
        Platform = OptionalText(invocation, "platform"),
        Arguments = Texts(invocation, "arguments"),
    };

    private static GateFile File(JsonElement file) => new(Text(file, "name"), DigestOf(file, "digest"));

    private static string Text(JsonElement parent, string name) => parent.GetProperty(name).GetString() ?? throw new FormatException($"`{name}` is null");

    private static string? OptionalText(JsonElement parent, string name) => parent.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static IReadOnlyList<string> Texts(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var values) ? [.. values.EnumerateArray().Select(v => v.GetString() ?? throw new FormatException($"a text of `{name}` is null"))] : [];

    private static Digest DigestOf(JsonElement parent, string name) => Digest.Parse(Text(parent, name));

    private static Digest? OptionalDigest(JsonElement parent, string name) => OptionalText(parent, name) is { } text ? Digest.Parse(text) : null;

    private static JsonElement? Optional(JsonElement parent, string name) => parent.TryGetProperty(name, out var value) ? value : null;

    private static DateTimeOffset Instant(JsonElement value) => ScanGateValues.ParseInstant(value.GetString() ?? "") ?? throw new FormatException("a time is empty");

    private static FailureException Damaged(SourcePlace place, string what) =>
        new(new Failure(FailureCodes.BadEvidence, $"`{place.File}` is no decision of scan-gate: {what}.", "Give the file that `decision-file` wrote, as it was written.", place));
}
