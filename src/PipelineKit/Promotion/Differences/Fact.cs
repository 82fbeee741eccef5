namespace PipelineKit.Promotion;

/// <summary>Something found out about an image, or why it was not.</summary>
/// <param name="Value">It; null when it is not known.</param>
/// <param name="Problem">Why it is not known, one clause for people; empty when it is.</param>
internal sealed record Fact<T>(T? Value, string Problem)
    where T : class
{
    /// <summary>Whether a signature that is believed vouches for it.</summary>
    public bool IsSigned { get; init; }

    /// <summary>The platform it is about, where it is not about all of the image; empty for all.</summary>
    public string Platform { get; init; } = "";

    internal static Fact<T> Unknown(string problem) => new(Value: null, problem);
}
