namespace PipelineKit.CanaryVerify;

/// <summary>What a preset may be told about the metrics of a service; what is empty or null is as the usual client libraries have it.</summary>
internal sealed record PresetNames
{
    /// <summary>The metric; without <c>_bucket</c> for a histogram.</summary>
    public string Metric { get; init; } = "";

    /// <summary>The label that has the status code.</summary>
    public string CodeLabel { get; init; } = "";

    /// <summary>Which codes are bad, as a regular expression.</summary>
    public string Codes { get; init; } = "";

    /// <summary>From where on a request is slow, in the histogram's unit; one of its bounds.</summary>
    public double? Threshold { get; init; }

    /// <summary>More label matchers of both arms, such as <c>route!="/health"</c>.</summary>
    public string Matchers { get; init; } = "";
}
