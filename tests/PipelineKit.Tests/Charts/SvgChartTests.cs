using System.Xml.Linq;
using PipelineKit.Charts;
using Xunit;

namespace PipelineKit.Tests.Charts;

public sealed class SvgChartTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    [Fact]
    public void Columns_stand_on_each_other_and_are_as_high_as_their_figures()
    {
        var root = XDocument.Parse(SvgChart.Write(Stacked([3, 0], [1, 2]))).Root!;
        var columns = root.Elements(Svg + "rect").Where(r => r.Attribute("stroke-width") is not null).Select(r => (Class: r.Attribute("class")!.Value, Y: Number(r, "y"), Height: Number(r, "height"))).ToList();

        Assert.Equal(["good", "bad", "bad"], columns.Select(c => c.Class));
        Assert.Equal(3 * columns[1].Height, columns[0].Height, 0.3);
        Assert.Equal(2 * columns[1].Height, columns[2].Height, 0.3);
        Assert.Equal(columns[0].Y, columns[1].Y + columns[1].Height, 0.2);
    }

    [Fact]
    public void A_line_has_a_mark_for_each_figure_and_none_for_what_is_not_there()
    {
        var root = XDocument.Parse(SvgChart.Write(Stacked([3, double.NaN], [1, 2]) with { Kind = ChartKind.Lines, Unit = "s" })).Root!;

        Assert.Equal(["good", "bad", "bad"], root.Elements(Svg + "circle").Select(c => c.Attribute("class")!.Value));
        Assert.Contains(root.Elements(Svg + "text"), t => t.Value.EndsWith(" s", StringComparison.Ordinal));
        Assert.DoesNotContain("NaN", root.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Who_cannot_see_it_is_told_and_light_and_dark_both_have_colours()
    {
        var root = XDocument.Parse(SvgChart.Write(Stacked([3, 0], [1, 2]))).Root!;

        Assert.Equal("img", root.Attribute("role")!.Value);
        Assert.Equal(root.Attribute("aria-labelledby")!.Value.Split(' '), root.Elements().Take(2).Select(e => e.Attribute("id")!.Value));
        Assert.Equal(["What there is", "in words"], root.Elements().Take(2).Select(e => e.Value));
        Assert.Contains("prefers-color-scheme:dark", root.Element(Svg + "style")!.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_from_outside_stays_text()
    {
        const string Hostile = "</title><script>alert(1)</script>&\"'\u0000\uD800\u001B";
        var svg = SvgChart.Write(Stacked([1, 1], [1, 1]) with { Title = Hostile, Description = Hostile, Categories = [Hostile, "b"], Series = [new ChartSeries(Hostile, ChartTone.Third, [1, 2])] });

        Assert.Empty(XDocument.Parse(svg).Descendants(Svg + "script"));
    }

    [Fact]
    public void Nothing_to_draw_is_a_picture_too()
    {
        var root = XDocument.Parse(SvgChart.Write(Stacked([], []) with { Categories = [] })).Root!;

        Assert.DoesNotContain("NaN", root.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("∞", root.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, true, 1)]
    [InlineData(1, true, 1)]
    [InlineData(4, true, 1)]
    [InlineData(5, true, 2)]
    [InlineData(17, true, 5)]
    [InlineData(21, true, 10)]
    [InlineData(1, false, 0.5)]
    [InlineData(0.3, false, 0.1)]
    [InlineData(900, false, 500)]
    [InlineData(double.NaN, false, 1)]
    public void The_lines_behind_are_at_round_figures(double highest, bool whole, double step) => Assert.Equal(step, SvgChart.Step(highest, whole), 9);

    private static double Number(XElement element, string name) => double.Parse(element.Attribute(name)!.Value, System.Globalization.CultureInfo.InvariantCulture);

    private static Chart Stacked(double[] good, double[] bad) => new()
    {
        Title = "What there is",
        Description = "in words",
        Kind = ChartKind.Stacked,
        Categories = ["one", "two"],
        Series = [new ChartSeries("well", ChartTone.Good, good), new ChartSeries("not well", ChartTone.Bad, bad)],
    };
}
