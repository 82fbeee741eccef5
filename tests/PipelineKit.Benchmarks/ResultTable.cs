using System.Globalization;

namespace PipelineKit.Benchmarks;

/// <summary>A Markdown table of what was measured, with the limit each row is held to.</summary>
internal sealed class ResultTable
{
    private readonly List<string> _rows = [];

    /// <summary>Whether a row was over its limit.</summary>
    public bool AnyOver { get; private set; }

    /// <summary>Adds a row; a limit of null holds nothing.</summary>
    public void Add(string what, IReadOnlyList<Sample> samples, TimeSpan? limit, string requests, bool requestsHold = true, int? memoryLimit = null)
    {
        var walls = samples.Select(s => s.Wall).Order().ToArray();
        var (median, peak) = (walls[walls.Length / 2], samples.Max(s => s.MaxResidentKilobytes) / 1024.0);
        var holds = (limit is null || median <= limit) && (memoryLimit is null || peak <= memoryLimit) && requestsHold;
        AnyOver |= !holds;
        _rows.Add(string.Create(
            CultureInfo.InvariantCulture,
            $"| {what} | {median.TotalSeconds:0.000} s | {walls[0].TotalSeconds:0.000} – {walls[^1].TotalSeconds:0.000} s | {limit?.TotalSeconds:0.0##} | {peak:0} MB | {requests} | {(limit is null ? "" : holds ? "yes" : "**no**")} |"));
    }

    public override string ToString() =>
        "| what | median | range | limit (s) | peak memory | requests | holds |\n|---|---|---|---|---|---|---|\n" + string.Join('\n', _rows) + "\n";
}
