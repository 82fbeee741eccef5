using System.Globalization;

namespace PipelineKit.Report;

/// <summary>Figures as people and machines read them.</summary>
internal static class ReportText
{
    /// <summary>What stands where there is no figure.</summary>
    internal const string Nothing = "–";

    private const int ShortDigest = 7 + 12;

    internal static string Time(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    internal static string Number(double number) => number.ToString("0.####", CultureInfo.InvariantCulture);

    /// <summary>For outputs and JSON: the figure, or nothing.</summary>
    internal static string NumberOrEmpty(double number) => double.IsFinite(number) ? Number(number) : "";

    internal static string Percent(double ratio) => double.IsFinite(ratio) ? (ratio * 100).ToString("0.#", CultureInfo.InvariantCulture) + " %" : Nothing;

    /// <summary>A span, in its two largest units.</summary>
    internal static string Span(double seconds)
    {
        if (!double.IsFinite(seconds))
        {
            return Nothing;
        }

        var span = TimeSpan.FromSeconds(Math.Round(seconds));
        return span.TotalDays >= 1 ? string.Create(CultureInfo.InvariantCulture, $"{(int)span.TotalDays} d {span.Hours} h")
            : span.TotalHours >= 1 ? string.Create(CultureInfo.InvariantCulture, $"{span.Hours} h {span.Minutes} min")
            : span.TotalMinutes >= 1 ? string.Create(CultureInfo.InvariantCulture, $"{span.Minutes} min {span.Seconds} s")
            : string.Create(CultureInfo.InvariantCulture, $"{seconds:0.#} s");
    }

    internal static string Short(Oci.Digest digest) => digest.Text[..Math.Min(digest.Text.Length, ShortDigest)];
}
