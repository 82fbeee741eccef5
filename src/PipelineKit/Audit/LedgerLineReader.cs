using System.Globalization;
using System.Text.Json;
using System.Text.Unicode;
using PipelineKit.Oci;

namespace PipelineKit.Audit;

/// <summary>Reads one line of a ledger. Every method throws <see cref="FormatException"/>, whose message says what is wrong with the line.</summary>
internal sealed class LedgerLineReader
{
    private readonly Dictionary<string, JsonElement> _members;

    private LedgerLineReader(Dictionary<string, JsonElement> members) => _members = members;

    /// <summary>What the line says; it is the line that is written for it, byte by byte.</summary>
    internal static LedgerEntry Read(ReadOnlyMemory<byte> line)
    {
        if (!Utf8.IsValid(line.Span))
        {
            throw new FormatException("it is not UTF-8 text");
        }

        try
        {
            using var document = JsonDocument.Parse(line, new JsonDocumentOptions { MaxDepth = 3 });
            return new LedgerLineReader(Members(document.RootElement)).Entry(line);
        }
        catch (JsonException e)
        {
            throw new FormatException("it is not valid JSON, or only a part of a line", e);
        }
        catch (InvalidOperationException e)
        {
            // A \u escape of half a surrogate pair; canonical JSON has no such escapes.
            throw new FormatException("it is not canonical JSON: it has text that is not Unicode", e);
        }
    }

    private LedgerEntry Entry(ReadOnlyMemory<byte> line)
    {
        var version = Whole("v");
        if (version != LedgerLine.Version)
        {
            throw new FormatException($"it is of version {version}, and this program reads version {LedgerLine.Version}");
        }

        var self = Digest("self") ?? throw Missing("self");
        var entry = new LedgerEntry
        {
            Sequence = Whole("seq"),
            Previous = Digest("prev"),
            Kind = (LedgerKind)Choice("kind", LedgerLine.Kinds, Needed("kind")),
            At = Time(Needed("at")),
            App = Needed("app"),
            Environment = Needed("environment"),
            Digest = Digest("digest") ?? throw Missing("digest"),
            Action = Text("action") is { Length: > 0 } action ? (LedgerAction)Choice("action", LedgerLine.Actions, action) : null,
            Image = Text("image"),
            FromEnvironment = Text("fromEnvironment"),
            FromImage = Text("fromImage"),
            Replaces = Digest("replaces"),
            FromLine = Digest("fromLine"),
            Policy = Digest("policy"),
            Gates = Map("gates", Value),
            Actor = Text("actor"),
            Run = Text("run"),
            Attempt = Text("attempt"),
            Reason = Text("reason"),
            Bypass = _members.Remove("bypass", out var bypass) && bypass.ValueKind == JsonValueKind.True,
            Record = Digest("record"),
            Measures = Map("measures", Number),
        };
        if (_members.Keys.FirstOrDefault() is { } unknown)
        {
            throw new FormatException($"it has a member `{unknown}`, which a line of a ledger does not have");
        }

        return !LedgerLine.Write(entry, self).AsSpan().SequenceEqual(line.Span) ? throw new FormatException("it is not canonical JSON (RFC 8785): it was written or edited by something else")
            : LedgerLine.Self(entry) != self ? throw new FormatException($"it was changed after it was written: its content has the digest {LedgerLine.Self(entry)}, and it says {self}")
            : entry;
    }

    private static Dictionary<string, JsonElement> Members(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            throw new FormatException("it is not a JSON object");
        }

        var members = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var member in json.EnumerateObject())
        {
            if (!members.TryAdd(member.Name, member.Value))
            {
                throw new FormatException($"it has `{member.Name}` twice");
            }
        }

        return members;
    }

    private string Text(string name) =>
        !_members.Remove(name, out var member) ? "" : member.ValueKind == JsonValueKind.String ? Value(member) : throw new FormatException($"its `{name}` is not a text");

    private string Needed(string name) => Text(name) is { Length: > 0 } text ? text : throw Missing(name);

    private static FormatException Missing(string name) => new($"it lacks `{name}`");

    private Digest? Digest(string name) =>
        Text(name) is not { Length: > 0 } text ? null
        : Oci.Digest.TryParse(text, out var digest) ? digest
        : throw new FormatException($"its `{name}` is not a digest");

    private long Whole(string name) =>
        _members.Remove(name, out var member) && member.ValueKind == JsonValueKind.Number && member.TryGetInt64(out var number) && number > 0 ? number : throw new FormatException($"its `{name}` is not a whole number above 0");

    private static int Choice(string name, string[] names, string text) =>
        Array.IndexOf(names, text) is >= 0 and var index ? index : throw new FormatException($"its `{name}` is none of {string.Join(", ", names)}");

    private static DateTimeOffset Time(string text) =>
        DateTimeOffset.TryParseExact(text, LedgerLine.TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : throw new FormatException("its `at` is not a time as in 2030-01-02T03:04:05Z");

    private Dictionary<string, T> Map<T>(string name, Func<JsonElement, T> read)
    {
        var map = new Dictionary<string, T>(StringComparer.Ordinal);
        if (_members.Remove(name, out var json))
        {
            foreach (var (key, value) in Members(json))
            {
                map.Add(key, read(value));
            }
        }

        return map;
    }

    private static string Value(JsonElement json) => json.ValueKind == JsonValueKind.String ? json.GetString()! : throw new FormatException("one of its gates is not a text");

    private static double Number(JsonElement json) =>
        json.ValueKind == JsonValueKind.Number && json.TryGetDouble(out var number) && number is >= 0 and <= LedgerLine.MaximumSeconds
            ? number
            : throw new FormatException("one of its measures is not a number of seconds");
}
