using System.Globalization;
using System.Text;

namespace PipelineKit.Charts;

/// <summary>
/// Draws a chart as SVG 1.1 that can be read on light and on dark, with a title and a description for screen readers (SVG-AAM: <c>role="img"</c>, <c>aria-labelledby</c>).
/// No script, no address, no font of its own; the same chart gives the same bytes.
/// </summary>
public static class SvgChart
{
    private const int Width = 720;
    private const int Height = 280;
    private const int Left = 56;
    private const int Right = 16;
    private const int Top = 64;
    private const int Bottom = 40;
    private const int LabelWidth = 64;
    private const int LegendGlyph = 7;

    private const string Style = """
        text{font:12px system-ui,sans-serif;fill:#1f2328}.t{font-weight:600;font-size:14px}.g{stroke:#d1d9e0}path.l{fill:none;stroke-width:2}
        .good{fill:#1a7f37;stroke:#1a7f37}.bad{fill:#cf222e;stroke:#cf222e}.neutral{fill:#818b98;stroke:#818b98}.first{fill:#0969da;stroke:#0969da}.second{fill:#bc4c00;stroke:#bc4c00}.third{fill:#8250df;stroke:#8250df}
        @media (prefers-color-scheme:dark){text{fill:#f0f6fc}.g{stroke:#3d444d}.good{fill:#3fb950;stroke:#3fb950}.bad{fill:#f85149;stroke:#f85149}.neutral{fill:#9198a1;stroke:#9198a1}.first{fill:#4493f8;stroke:#4493f8}.second{fill:#db6d28;stroke:#db6d28}.third{fill:#ab7df8;stroke:#ab7df8}}
        """;

    private static readonly string[] Classes = ["good", "bad", "neutral", "first", "second", "third"];

    /// <summary>The picture as text, with a line feed at its end.</summary>
    public static string Write(Chart chart)
    {
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height}\" width=\"{Width}\" height=\"{Height}\" role=\"img\" aria-labelledby=\"title desc\">\n");
        svg.Append(CultureInfo.InvariantCulture, $"<title id=\"title\">{Escape(chart.Title)}</title>\n<desc id=\"desc\">{Escape(chart.Description)}</desc>\n<style>\n{Style}\n</style>\n");
        svg.Append(CultureInfo.InvariantCulture, $"<text class=\"t\" x=\"{Left}\" y=\"22\">{Escape(chart.Title)}</text>\n");
        Legend(svg, chart);
        var top = Axis(svg, chart);
        if (chart.Kind == ChartKind.Stacked)
        {
            Columns(svg, chart, top);
        }
        else
        {
            Lines(svg, chart, top);
        }

        return svg.Append("</svg>\n").ToString();
    }

    /// <summary>The lowest of 1, 2 and 5 times a power of ten that four of make at least the value: the distance of the lines behind the figures.</summary>
    internal static double Step(double highest, bool whole)
    {
        const int Lines = 4;
        if (!(highest > 0))
        {
            return 1;
        }

        var power = Math.Pow(10, Math.Floor(Math.Log10(highest / Lines)));
        var step = highest / Lines / power <= 1 ? power : highest / Lines / power <= 2 ? 2 * power : highest / Lines / power <= 5 ? 5 * power : 10 * power;
        return whole ? Math.Max(1, step) : step;
    }

    private static double Highest(Chart chart)
    {
        var highest = 0d;
        for (var i = 0; i < chart.Categories.Count; i++)
        {
            var sum = 0d;
            foreach (var series in chart.Series)
            {
                var value = double.IsFinite(series.Values[i]) ? series.Values[i] : 0;
                sum = chart.Kind == ChartKind.Stacked ? sum + value : Math.Max(sum, value);
            }

            highest = Math.Max(highest, sum);
        }

        return highest;
    }

    private static void Legend(StringBuilder svg, Chart chart)
    {
        var x = Left;
        foreach (var series in chart.Series)
        {
            svg.Append(CultureInfo.InvariantCulture, $"<rect class=\"{Classes[(int)series.Tone]}\" x=\"{x}\" y=\"36\" width=\"10\" height=\"10\"/><text x=\"{x + 15}\" y=\"45\">{Escape(series.Name)}</text>\n");
            x += 32 + (series.Name.Length * LegendGlyph);
        }
    }

    // Gives the value at the upper end.
    private static double Axis(StringBuilder svg, Chart chart)
    {
        var step = Step(Highest(chart), whole: chart.Kind == ChartKind.Stacked);
        var lines = Math.Max(1, (int)Math.Ceiling((Highest(chart) / step) - 1e-9));
        for (var i = 0; i <= lines; i++)
        {
            var y = Y(i * step, lines * step);
            svg.Append(CultureInfo.InvariantCulture, $"<path class=\"g\" d=\"M{Left} {y:0.#}H{Width - Right}\"/><text x=\"{Left - 8}\" y=\"{y + 4:0.#}\" text-anchor=\"end\">{i * step:0.######}{Escape(chart.Unit.Length > 0 ? " " + chart.Unit : "")}</text>\n");
        }

        var every = Math.Max(1, (int)Math.Ceiling(chart.Categories.Count * (double)LabelWidth / (Width - Left - Right)));
        for (var i = 0; i < chart.Categories.Count; i += every)
        {
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{X(chart, i):0.#}\" y=\"{Height - Bottom + 20}\" text-anchor=\"middle\">{Escape(chart.Categories[i])}</text>\n");
        }

        return lines * step;
    }

    private static void Columns(StringBuilder svg, Chart chart, double top)
    {
        var width = Math.Min(40, Slot(chart) * 0.7);
        for (var i = 0; i < chart.Categories.Count; i++)
        {
            var below = 0d;
            foreach (var series in chart.Series)
            {
                if (series.Values[i] is > 0 and < double.PositiveInfinity and var value)
                {
                    var y = Y(below + value, top);
                    svg.Append(CultureInfo.InvariantCulture, $"<rect class=\"{Classes[(int)series.Tone]}\" stroke-width=\"0\" x=\"{X(chart, i) - (width / 2):0.#}\" y=\"{y:0.#}\" width=\"{width:0.#}\" height=\"{Y(below, top) - y:0.#}\"/>\n");
                    below += value;
                }
            }
        }
    }

    private static void Lines(StringBuilder svg, Chart chart, double top)
    {
        foreach (var series in chart.Series)
        {
            var line = new StringBuilder();
            var marks = new StringBuilder();
            for (var i = 0; i < chart.Categories.Count; i++)
            {
                if (double.IsFinite(series.Values[i]))
                {
                    line.Append(CultureInfo.InvariantCulture, $"{(line.Length == 0 ? 'M' : 'L')}{X(chart, i):0.#} {Y(series.Values[i], top):0.#}");
                    marks.Append(CultureInfo.InvariantCulture, $"<circle class=\"{Classes[(int)series.Tone]}\" cx=\"{X(chart, i):0.#}\" cy=\"{Y(series.Values[i], top):0.#}\" r=\"3\"/>");
                }
            }

            svg.Append(CultureInfo.InvariantCulture, $"<path class=\"{Classes[(int)series.Tone]} l\" d=\"{line}\"/>{marks}\n");
        }
    }

    private static double Slot(Chart chart) => (Width - Left - Right) / (double)Math.Max(1, chart.Categories.Count);

    private static double X(Chart chart, int index) => Left + (Slot(chart) * (index + 0.5));

    private static double Y(double value, double top) => Height - Bottom - ((Height - Bottom - Top) * Math.Max(0, value) / top);

    // What XML 1.0 cannot have at all is left out.
    private static string Escape(string text)
    {
        var safe = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            _ = rune.Value switch
            {
                '<' => safe.Append("&lt;"),
                '&' => safe.Append("&amp;"),
                '>' => safe.Append("&gt;"),
                '"' => safe.Append("&quot;"),
                < ' ' or 0xFFFE or 0xFFFF => safe.Append(' '),
                _ => safe.Append(rune.ToString()),
            };
        }

        return safe.ToString();
    }
}
