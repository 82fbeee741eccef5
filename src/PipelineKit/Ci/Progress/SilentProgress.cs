namespace PipelineKit.Ci;

/// <summary>Says nothing: <c>--quiet</c>.</summary>
internal sealed class SilentProgress : IProgressReporter, IProgressStage
{
    private SilentProgress()
    {
    }

    internal static SilentProgress Instance { get; } = new();

    /// <inheritdoc />
    public IProgressStage Stage(string title, int? total = null) => this;

    /// <inheritdoc />
    public void Detail(string text)
    {
    }

    /// <inheritdoc />
    public void Advance(string item)
    {
    }

    /// <inheritdoc />
    public void Dispose()
    {
    }
}
