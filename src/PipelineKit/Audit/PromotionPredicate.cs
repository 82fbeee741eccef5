using System.Buffers;
using System.Text.Json;
using PipelineKit.Oci;
using PipelineKit.Promotion;

namespace PipelineKit.Audit;

/// <summary>
/// Writes the predicate <see cref="PromotionRecord.PredicateType"/>, in the order docs/reference/promotion-record.md has. Its first members are those of the Kubernetes project's
/// predicate <c>https://k8s.io/promo-tools/promotion/v1</c>.
/// </summary>
internal sealed class PromotionPredicate
{
    private readonly Utf8JsonWriter _json;

    private PromotionPredicate(Utf8JsonWriter json) => _json = json;

    internal static JsonElement Of(PromotionRecord record)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            new PromotionPredicate(json).Write(record);
        }

        using var document = JsonDocument.Parse(buffer.WrittenMemory);
        return document.RootElement.Clone();
    }

    private void Write(PromotionRecord record)
    {
        var entry = record.Entry;
        _json.WriteStartObject();
        if (entry.FromImage.Length > 0)
        {
            _json.WriteString("srcRef", $"{entry.FromImage}@{entry.Digest}");
        }

        _json.WriteString("dstRef", $"{entry.Image}@{entry.Digest}");
        _json.WriteString("digest", entry.Digest.Text);
        _json.WriteString("timestamp", LedgerLine.Time(entry.At));
        _json.WriteString("builderId", PromotionSummary.Verifier);
        _json.WriteString("app", entry.App);
        _json.WriteString("action", LedgerLine.Actions[(int)(entry.Action ?? LedgerAction.Promote)]);
        Object("from", () =>
        {
            Text("environment", entry.FromEnvironment);
            Text("image", entry.FromImage);
            Text("line", entry.FromLine?.Text);
            Time("since", record.FromSince);
        });
        Object("to", () =>
        {
            Text("environment", entry.Environment);
            Text("image", entry.Image);
            Text("previousDigest", entry.Replaces?.Text);
            Text("previousRecord", record.PreviousRecord?.Text);
        });
        Object("policy", () =>
        {
            Text("uri", record.PolicyUri);
            Text("digest", entry.Policy?.Text);
        });
        Gates(record);
        People(record);
        Circumstances(record);
        Closure(record.Closure);
        Object("run", () =>
        {
            Text("url", entry.Run);
            Text("attempt", entry.Attempt);
        });
        if (record.Intent is { } intent)
        {
            Object("intent", () =>
            {
                _json.WriteNumber("seq", intent.Sequence);
                _json.WriteString("line", intent.Line.Text);
            });
        }

        _json.WriteEndObject();
    }

    private void Gates(PromotionRecord record)
    {
        List("gates", record.Gates, gate =>
        {
            _json.WriteStartObject();
            _json.WriteString("id", gate.Id);
            _json.WriteString("result", ResultName(gate.Result));
            Text("reason", gate.Reason);
            Text("observed", gate.Observed);
            Text("required", gate.Required);
            Evidence(gate.Evidence);
            _json.WriteEndObject();
        });
        Evidence(record.Evidence);
    }

    private void People(PromotionRecord record)
    {
        List("approvals", record.Approvals, approval =>
        {
            _json.WriteStartObject();
            _json.WriteString("who", approval.Who);
            _json.WriteString("source", approval.Source);
            Time("at", approval.At);
            Text("atSource", approval.AtSource);
            Text("bound", approval.Bound);
            Text("comment", approval.Comment);
            _json.WriteEndObject();
        });
        var approvers = record.Approvals.Select(a => a.Who).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        Object("separation", () =>
        {
            Text("triggeredBy", record.Entry.Actor);
            List("authors", record.Authors, _json.WriteStringValue);
            _json.WriteNumber("approvers", approvers.Count);
            _json.WriteNumber("required", record.RequiredApprovals);
            _json.WriteBoolean("distinct", !approvers.Intersect([.. record.Authors, record.Entry.Actor], StringComparer.OrdinalIgnoreCase).Any());
        });
    }

    private void Circumstances(PromotionRecord record)
    {
        if (record.WindowOpen is { } open)
        {
            Object("window", () => _json.WriteBoolean("open", open));
        }

        if (record.Soak is { } soak)
        {
            Object("soak", () =>
            {
                _json.WriteString("required", Duration(soak));
                Text("observed", record.FromSince is { } since ? Duration(record.Entry.At - since) : null);
            });
        }

        Object("override", () =>
        {
            _json.WriteBoolean("used", record.Entry.Bypass);
            Text("reason", record.Entry.Reason);
        });
        Object("rollback", () =>
        {
            _json.WriteNumber("targets", record.Retention.Wanted);
            _json.WriteNumber("pullable", record.Retention.Complete);
        });
    }

    private void Closure(ImageClosure? closure)
    {
        if (closure is null)
        {
            return;
        }

        Object("closure", () =>
        {
            _json.WriteNumber("manifests", closure.Manifests.Count);
            _json.WriteNumber("blobs", closure.Blobs.Count);
            _json.WriteNumber("bytes", closure.Bytes);
            List("referrers", closure.Referrers.Select(r => r.Content.Digest.Text).Order(StringComparer.Ordinal), _json.WriteStringValue);
        });
    }

    private void Evidence(IReadOnlyList<GateEvidence> evidence) => List("evidence", evidence, item =>
    {
        _json.WriteStartObject();
        _json.WriteString("name", item.Name);
        _json.WriteString("digest", item.Digest.Text);
        Text("uri", item.Place);
        _json.WriteEndObject();
    });

    internal static string ResultName(GateResult result) =>
        result switch
        {
            GateResult.Passed => "PASSED",
            GateResult.Failed => "FAILED",
            GateResult.Skipped => "SKIPPED",
            _ => "OVERRIDDEN",
        };

    // ISO 8601.
    private static string Duration(TimeSpan span) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"PT{(long)span.TotalSeconds}S");

    private void Object(string name, Action write)
    {
        _json.WriteStartObject(name);
        write();
        _json.WriteEndObject();
    }

    private void List<T>(string name, IEnumerable<T> items, Action<T> write)
        where T : class
    {
        _json.WriteStartArray(name);
        foreach (var item in items)
        {
            write(item);
        }

        _json.WriteEndArray();
    }

    private void Text(string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            _json.WriteString(name, value);
        }
    }

    private void Time(string name, DateTimeOffset? value) => Text(name, value is { } time ? LedgerLine.Time(time) : null);
}
