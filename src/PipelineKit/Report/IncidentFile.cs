using System.Text;
using System.Text.Json;
using PipelineKit.Failures;
using PipelineKit.Files;
using PipelineKit.Oci;

namespace PipelineKit.Report;

/// <summary>
/// Reads incidents from CSV (RFC 4180, with a header) or a JSON array of objects. <c>opened</c> is needed, and <c>environment</c> or <c>digest</c>; <c>closed</c> and <c>title</c> may be there, and anything else is
/// left alone, so that an export of a tracker will do.
/// </summary>
internal static class IncidentFile
{
    /// <summary>Larger files are refused.</summary>
    internal const int MaximumBytes = 16 << 20;

    private const int MaximumIncidents = 100_000;
    private const int LongestTitle = 300;
    private static readonly string[] Columns = ["opened", "closed", "environment", "digest", "title"];
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 16 };

    /// <summary>All of them; throws every problem at once.</summary>
    internal static async Task<IReadOnlyList<Incident>> ReadAllAsync(IReadOnlyList<string> paths, string root, CancellationToken cancellation)
    {
        var incidents = new List<Incident>();
        var problems = new List<Failure>();
        foreach (var path in paths)
        {
            try
            {
                Read(await BoundedFile.ReadAsync(root, path, MaximumBytes, cancellation), path, incidents, problems);
            }
            catch (FailureException e)
            {
                problems.AddRange(e.Failures);
            }
        }

        return problems.Count == 0 ? incidents : throw new FailureException(problems);
    }

    /// <summary>One file.</summary>
    internal static void Read(ReadOnlyMemory<byte> content, string path, List<Incident> incidents, List<Failure> problems)
    {
        var start = content.Span.StartsWith("\uFEFF"u8) ? content["\uFEFF"u8.Length..] : content;
        if (start.Span.TrimStart(" \t\r\n"u8) is [(byte)'[' or (byte)'{', ..])
        {
            Json(start, path, incidents, problems);
        }
        else
        {
            Csv(Encoding.UTF8.GetString(start.Span), path, incidents, problems);
        }
    }

    private static void Json(ReadOnlyMemory<byte> content, string path, List<Incident> incidents, List<Failure> problems)
    {
        try
        {
            using var document = JsonDocument.Parse(content, Strict);
            if (document.RootElement.ValueKind != JsonValueKind.Array)
            {
                problems.Add(Problem(path, line: null, "has no array of incidents at its top"));
                return;
            }

            var number = 0;
            foreach (var item in document.RootElement.EnumerateArray())
            {
                number++;
                var values = Array.ConvertAll(Columns, c => item.ValueKind == JsonValueKind.Object && item.TryGetProperty(c, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "");
                Add(values, new SourcePlace(path), $"incident {number} of `{path}`", incidents, problems);
            }
        }
        catch (JsonException e)
        {
            problems.Add(Problem(path, (int?)e.LineNumber + 1, "is not JSON as it should be: " + e.Message));
        }
    }

    private static void Csv(string text, string path, List<Incident> incidents, List<Failure> problems)
    {
        var rows = new CsvReader(text);
        var header = rows.Read()?.ConvertAll(n => n.Trim().ToLowerInvariant());
        if (header is null || !header.Contains("opened", StringComparer.Ordinal))
        {
            problems.Add(Problem(path, 1, "has no header with a column `opened`"));
            return;
        }

        var places = Array.ConvertAll(Columns, header.IndexOf);
        for (var line = rows.Line; rows.Read() is { } row; line = rows.Line)
        {
            if (row is not [""])
            {
                Add(Array.ConvertAll(places, p => p >= 0 && p < row.Count ? row[p].Trim() : ""), new SourcePlace(path, line), $"`{path}:{line}`", incidents, problems);
            }
        }
    }

    private static void Add(string[] values, SourcePlace place, string name, List<Incident> incidents, List<Failure> problems)
    {
        if (incidents.Count == MaximumIncidents || problems.Count > 100)
        {
            throw new FailureException([.. problems, new Failure(FailureCodes.BadInputValue, $"{name} is one too many: at most {MaximumIncidents} incidents are read, and after 100 problems no more.", Place: place)]);
        }

        var opened = ReportWindow.Time(values[0]);
        var closed = values[1].Length == 0 ? null : ReportWindow.Time(values[1]);
        var hasDigest = Digest.TryParse(values[3], out var digest);
        var what = opened is null ? $"says in `opened` `{values[0]}`, which is no time in UTC"
            : values[1].Length > 0 && closed is null ? $"says in `closed` `{values[1]}`, which is no time in UTC"
            : closed < opened ? "is closed before it was opened"
            : values[3].Length > 0 && !hasDigest ? $"says in `digest` `{values[3]}`, which is none"
            : values[2].Length == 0 && !hasDigest ? "names neither `environment` nor `digest`"
            : null;
        if (what is null)
        {
            incidents.Add(new Incident(opened!.Value, closed, values[2], hasDigest ? digest : null, values[4].Length > LongestTitle ? values[4][..LongestTitle] : values[4], place));
        }
        else
        {
            problems.Add(new Failure(FailureCodes.BadInputValue, $"{name} {what}.", "Write times as in 2026-01-31T12:00:00Z, and digests as in sha256:0123....", place));
        }
    }

    private static Failure Problem(string path, int? line, string what) =>
        new(FailureCodes.BadInputValue, $"`{path}` {what}.", "Give CSV with a header `opened,closed,environment,digest,title`, or a JSON array of objects with these members.", new SourcePlace(path, line));
}
