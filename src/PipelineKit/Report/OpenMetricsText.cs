using System.Globalization;
using System.Text;

namespace PipelineKit.Report;

/// <summary>Writes figures in the OpenMetrics text format 1.0, which Prometheus and its Pushgateway and textfile collector read.</summary>
internal static class OpenMetricsText
{
    internal static string Write(string app, ReportWindow window, IReadOnlyList<EnvironmentReport> environments)
    {
        var text = new StringBuilder();
        foreach (var metric in ReportMetrics.All)
        {
            Head(text, metric.Name, metric.Unit, metric.Help);
            foreach (var environment in environments)
            {
                foreach (var sample in metric.Samples(environment))
                {
                    if (double.IsFinite(sample.Value))
                    {
                        text.Append(CultureInfo.InvariantCulture, $"{metric.Name}{{app=\"{Escape(app)}\",environment=\"{Escape(environment.Name)}\"");
                        text.Append(sample.Label.Length > 0 ? $",{sample.Label}=\"{Escape(sample.Of)}\"" : "");
                        text.Append(CultureInfo.InvariantCulture, $"}} {sample.Value:R}\n");
                    }
                }
            }
        }

        Head(text, WindowName, "seconds", "How much time the report is about.");
        text.Append(CultureInfo.InvariantCulture, $"{WindowName}{{app=\"{Escape(app)}\"}} {(window.Until - window.Since).TotalSeconds:R}\n");
        return text.Append("# EOF\n").ToString();
    }

    /// <summary>The length of the window, which belongs to no environment.</summary>
    internal const string WindowName = "pipelinekit_report_window_seconds";

    // OpenMetrics: a unit is the end of the name.
    private static void Head(StringBuilder text, string name, string unit, string help)
    {
        text.Append(CultureInfo.InvariantCulture, $"# TYPE {name} gauge\n");
        text.Append(unit.Length > 0 ? $"# UNIT {name} {unit}\n" : "");
        text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {Escape(help)}\n");
    }

    private static string Escape(string text) => text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
}
