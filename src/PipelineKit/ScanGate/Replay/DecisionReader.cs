using System.Text.Json;
using PipelineKit.Evidence;
using PipelineKit.Failures;
using PipelineKit.Oci;

namespace PipelineKit.ScanGate;

/// <summary>Reads what a decision was made from. The rest of it is not read: it is made again and compared byte by byte.</summary>
internal static class DecisionReader
{
    private const string Schema = "pipelinekit/scan-decision/v1";
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
            throw Damaged(name, $"it is not well-formed: {e.Message}", e.LineNumber is { } line ? (int)line + 1 : null);
        }
        catch (Exception e) when (e is KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw Damaged(name, $"a member it must have is missing or of another kind: {e.Message}", line: null);
        }
    }

    private static ReplayPlan Plan(JsonElement root)
    {
        if (root.GetProperty("schema").GetString() is not Schema)
        {
            throw new FormatException($"`schema` is not {Schema}");
        }

        var inputs = root.GetProperty("inputs");
        return new ReplayPlan
        {
            At = Instant(inputs.GetProperty("at")),
            Environment = Text(inputs, "environment"),
            Subject = Subject(inputs.GetProperty("subject")),
            Policy = File(inputs.GetProperty("policy")),
            PolicyText = inputs.GetProperty("policy").TryGetProperty("text", out var text) ? text.GetString() ?? "" : "",
            Exceptions = [.. inputs.GetProperty("exceptions").EnumerateArray().Select(File)],
            Epss = Optional(inputs, "epss") is { } epss ? File(epss) : null,
            Kev = Optional(inputs, "kev") is { } kev ? File(kev) : null,
            Evidence = Items(inputs),
            Baseline = Optional(inputs, "baseline") is { } baseline ? new ReplayBaseline(Text(baseline, "name"), OptionalDigest(baseline, "digest"), Items(baseline)) : null,
        };
    }

    private static GateSubject Subject(JsonElement subject) =>
        new(Text(subject, "name"), OptionalDigest(subject, "digest"), [.. subject.GetProperty("platforms").EnumerateArray().Select(p =>
            new GatePlatform(Text(p, "platform"), DigestOf(p, "manifest"), OptionalDigest(p, "config"), [.. p.GetProperty("diffIds").EnumerateArray().Select(d => Digest.Parse(d.GetString() ?? ""))]))]);

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
        ScannerVersion = Text(invocation, "scannerVersion"),
        DatabaseBuilt = Optional(invocation, "databaseBuilt") is { } built ? Instant(built) : null,
        DatabaseVersion = Text(invocation, "databaseVersion"),
        StartedAt = Instant(invocation.GetProperty("startedAt")),
        Platform = Optional(invocation, "platform")?.GetString(),
        Arguments = [.. invocation.GetProperty("arguments").EnumerateArray().Select(a => a.GetString() ?? "")],
    };

    private static GateFile File(JsonElement file) => new(Text(file, "name"), DigestOf(file, "digest"));

    private static string Text(JsonElement parent, string name) => parent.GetProperty(name).GetString() ?? throw new FormatException($"`{name}` is null");

    private static Digest DigestOf(JsonElement parent, string name) => Digest.Parse(Text(parent, name));

    private static Digest? OptionalDigest(JsonElement parent, string name) => Optional(parent, name) is { } value ? Digest.Parse(value.GetString() ?? "") : null;

    private static JsonElement? Optional(JsonElement parent, string name) => parent.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private static DateTimeOffset Instant(JsonElement value) => ScanGateValues.ParseInstant(value.GetString() ?? "") ?? throw new FormatException("a time is empty");

    private static FailureException Damaged(string name, string what, int? line) =>
        new(new Failure(FailureCodes.BadEvidence, $"`{name}` is no decision of scan-gate: {what}.", "Give the file that `decision-file` wrote, as it was written.", new SourcePlace(name, line)));
}
