namespace PipelineKit.Charts;

/// <summary>Figures over categories (weeks, points in time), to be drawn.</summary>
public sealed record Chart
{
    /// <summary>What it shows; one line.</summary>
    public required string Title { get; init; }

    /// <summary>The same figures in words, for who cannot see it.</summary>
    public required string Description { get; init; }

    /// <summary>Columns on top of each other, or lines.</summary>
    public required ChartKind Kind { get; init; }

    /// <summary>What is below each place of the horizontal axis.</summary>
    public required IReadOnlyList<string> Categories { get; init; }

    /// <summary>What is drawn.</summary>
    public required IReadOnlyList<ChartSeries> Series { get; init; }

    /// <summary>The unit of the vertical axis, such as <c>s</c>; empty for counts.</summary>
    public string Unit { get; init; } = "";
}

/// <summary>How figures are drawn.</summary>
public enum ChartKind
{
    /// <summary>Columns, series on top of each other.</summary>
    Stacked,

    /// <summary>A line with marks for each series.</summary>
    Lines,
}

/// <summary>What a colour is to say; there is one for light and one for dark of each.</summary>
public enum ChartTone
{
    /// <summary>Green.</summary>
    Good,

    /// <summary>Red.</summary>
    Bad,

    /// <summary>Grey.</summary>
    Neutral,

    /// <summary>Blue.</summary>
    First,

    /// <summary>Orange.</summary>
    Second,

    /// <summary>Violet.</summary>
    Third,
}

/// <summary>Figures of one kind.</summary>
/// <param name="Name">What the legend calls it.</param>
/// <param name="Tone">Its colour.</param>
/// <param name="Values">One for each category; NaN for none. Columns take nothing below zero.</param>
public sealed record ChartSeries(string Name, ChartTone Tone, IReadOnlyList<double> Values);
