namespace PipelineKit.Canary;

/// <summary>Which step of a window a time belongs to.</summary>
internal readonly struct StepIndex(TimeWindow window)
{
    private readonly double _start = window.Start.ToUnixTimeSeconds();

    /// <summary>Seconds of a step.</summary>
    public double Length { get; } = window.Step.TotalSeconds;

    /// <summary>How many steps.</summary>
    public int Count { get; } = window.Count;

    /// <summary>From 0; below 0 before the window, at least <see cref="Count"/> after it.</summary>
    public int Of(double time) => (int)Math.Clamp(Math.Ceiling((time - _start) / Length) - 1, -1, Count);
}
