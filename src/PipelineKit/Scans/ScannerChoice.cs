using System.Diagnostics.CodeAnalysis;
using PipelineKit.Oci;

namespace PipelineKit.Scans;

/// <summary>A scanner to run: <c>trivy</c>, <c>grype</c> or <c>osv-scanner</c> as installed on PATH, or as an image given by digest: <c>trivy=ghcr.io/aquasecurity/trivy@sha256:...</c>.</summary>
public sealed record ScannerChoice
{
    private ScannerChoice(ScannerTool tool, PinnedReference? image) => (Tool, Image) = (tool, image);

    /// <summary>The name: <c>trivy</c>.</summary>
    public string Name => Tool.Name;

    /// <summary>The image that is run; null for the program on PATH.</summary>
    public PinnedReference? Image { get; }

    internal ScannerTool Tool { get; }

    /// <summary>Parses; on failure <paramref name="problem"/> is a sentence without its full stop.</summary>
    public static bool TryParse(string word, [NotNullWhen(true)] out ScannerChoice? choice, [NotNullWhen(false)] out string? problem)
    {
        choice = null;
        var at = word.IndexOf('=', StringComparison.Ordinal);
        var name = at < 0 ? word : word[..at];
        var tool = ScannerTools.All.FirstOrDefault(t => t.Name == name);
        if (tool is null)
        {
            problem = $"`{name}` is no scanner that can be run: allowed are {string.Join(", ", ScannerTools.All.Select(t => t.Name))}; the reports of others are given with `reports`";
            return false;
        }

        PinnedReference? image = null;
        problem = at < 0 ? null
            : !ImageReference.TryParse(word[(at + 1)..], out var reference, out var wrong) ? $"`{word[(at + 1)..]}` is not an image: {wrong}"
            : !PinnedReference.TryFrom(reference, out image) ? $"`{reference}` has no digest: a scanner that could be another tomorrow proves nothing; write `{name}={reference.Name}@sha256:...`"
            : null;
        choice = problem is null ? new ScannerChoice(tool, image) : null;
        return problem is null;
    }
}
