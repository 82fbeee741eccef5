using PipelineKit.Failures;
using PipelineKit.Oci;

namespace PipelineKit.Audit;

/// <summary>The ledger of one environment, <c>promotions/ENVIRONMENT.jsonl</c>: lines that are only ever added.</summary>
/// <param name="Path">Its path, for messages.</param>
/// <param name="Bytes">The file.</param>
/// <param name="Entries">Its lines.</param>
/// <param name="Lines">The digest of each line.</param>
public sealed record Ledger(string Path, ReadOnlyMemory<byte> Bytes, IReadOnlyList<LedgerEntry> Entries, IReadOnlyList<Digest> Lines)
{
    /// <summary>The largest file that is read: 16 MiB.</summary>
    public const int MaximumSize = 16 << 20;

    /// <summary>The longest line: 64 KiB.</summary>
    public const int MaximumLine = 64 << 10;

    // What clocks of different machines may differ by; a line is then given the time of the line before it.
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(10);

    /// <summary>A ledger without lines: one that is not there yet.</summary>
    public static Ledger Empty(string path) => new(path, default, [], []);

    /// <summary>Reads and checks one: every line canonical, numbered, chained, not earlier than the one before, and all about one application and one environment.</summary>
    /// <remarks>Lines that are missing at the end are not noticed here: nothing that is left names them. A file without any line is broken.</remarks>
    /// <exception cref="FailureException"><see cref="FailureCodes.BrokenLedger"/> (an integrity violation), with the line.</exception>
    public static Ledger Parse(ReadOnlyMemory<byte> content, string path)
    {
        if (content.IsEmpty || content.Length > MaximumSize)
        {
            throw Broken(path, line: null, content.IsEmpty ? "it is empty, and a ledger is made with its first line" : $"it has {content.Length} bytes, and {MaximumSize} are read");
        }

        var entries = new List<LedgerEntry>();
        var lines = new List<Digest>();
        for (var rest = content; !rest.IsEmpty;)
        {
            var end = rest.Span.IndexOf((byte)'\n');
            var length = end < 0 ? rest.Length : end;
            if (end < 0 || length > MaximumLine)
            {
                throw Broken(path, lines.Count + 1, length > MaximumLine ? $"it is longer than {MaximumLine} bytes" : "it is the last one and has no end: it was cut off, or is being written by something else");
            }

            try
            {
                var entry = LedgerLineReader.Read(rest[..end]);
                LedgerChain.Check(entry, entries, lines);
                entries.Add(entry);
                lines.Add(Digest.Sha256(rest.Span[..end]));
            }
            catch (FormatException e)
            {
                throw Broken(path, lines.Count + 1, e.Message);
            }

            rest = rest[(end + 1)..];
        }

        return new Ledger(path, content, entries, lines);
    }

    /// <summary>The ledger with one line more; number and previous digest of the entry are set here, its time is whole seconds and never before that of the last line.</summary>
    /// <exception cref="FailureException">
    /// The entry is of another application or environment (<see cref="FailureCodes.BadConfiguration"/>), too long (<see cref="FailureCodes.BadInputValue"/>), or more than ten minutes
    /// before the last line (<see cref="FailureCodes.BrokenLedger"/>).
    /// </exception>
    public Ledger Append(LedgerEntry entry)
    {
        var last = Entries.Count > 0 ? Entries[^1] : null;
        var at = DateTimeOffset.FromUnixTimeSeconds(entry.At.ToUnixTimeSeconds());
        if (last is not null)
        {
            Refuse(entry, last, at);
            at = at < last.At ? last.At : at;
        }

        var numbered = entry with
        {
            Sequence = Entries.Count + 1,
            Previous = last is null ? null : Lines[^1],
            At = at,
            Measures = entry.Measures.ToDictionary(m => m.Key, m => Math.Round(Math.Clamp(m.Value, 0, LedgerLine.MaximumSeconds), 3), StringComparer.Ordinal),
        };
        var line = LedgerLine.Write(numbered);
        if (line.Length > MaximumLine || Bytes.Length + line.Length >= MaximumSize)
        {
            throw new FailureException(new Failure(
                FailureCodes.BadInputValue,
                line.Length > MaximumLine ? $"The line for `{Path}` would have {line.Length} bytes; {MaximumLine} are allowed." : $"`{Path}` is full: a ledger has at most {MaximumSize} bytes.",
                line.Length > MaximumLine ? "Give a shorter `reason`." : "Give another folder in `ledger`, and keep this one: the chain of records begins anew."));
        }

        var content = new byte[Bytes.Length + line.Length + 1];
        Bytes.CopyTo(content);
        line.CopyTo(content, Bytes.Length);
        content[^1] = (byte)'\n';

        // What is read back is what everybody else will read: text that is not Unicode has been replaced.
        return new Ledger(Path, content, [.. Entries, LedgerLineReader.Read(line)], [.. Lines, Digest.Sha256(line)]);
    }

    private void Refuse(LedgerEntry entry, LedgerEntry last, DateTimeOffset at)
    {
        if (entry.App != last.App || entry.Environment != last.Environment)
        {
            throw new FailureException(new Failure(
                FailureCodes.BadConfiguration,
                $"`{Path}` is the ledger of `{last.App}` in `{last.Environment}`, and this promotion is of `{entry.App}` in `{entry.Environment}`.",
                "Give every application its own folder in `ledger`, also one that was renamed."));
        }

        if (last.At - at > ClockSkew)
        {
            throw new FailureException(new Failure(
                FailureCodes.BrokenLedger,
                $"The last line of `{Path}` is of {LedgerLine.Time(last.At)}, and the clock of this run says {LedgerLine.Time(at)}.",
                "One of the two clocks is wrong. Set it right; when it is the line's, find out who wrote it, and put the state before it back.",
                new SourcePlace(Path, Entries.Count)));
        }
    }

    private static FailureException Broken(string path, int? line, string what) =>
        new(new Failure(FailureCodes.BrokenLedger, line is { } number ? $"The ledger `{path}` is broken in line {number}: {what}." : $"The ledger `{path}` is broken: {what}.", Place: new SourcePlace(path, line)));
}
