using PipelineKit.Images;
using PipelineKit.PullRequests;

namespace PipelineKit.Promotion;

/// <summary>The inputs that going on and going back have in common, parsed.</summary>
public sealed record PromotionOptions
{
    /// <summary>The environment, by name.</summary>
    public required string Environment { get; init; }

    /// <summary>What is asked; its settings are filled in once they are read.</summary>
    public required Func<PromotionSettings, EnvironmentSettings, PromotionRequest> Request { get; init; }

    /// <summary>Where changes go.</summary>
    public required HostSettings Host { get; init; }

    /// <summary>How registries are reached.</summary>
    public required RegistrySettings Registry { get; init; }

    /// <summary>Print the result as JSON on standard output.</summary>
    public required bool Json { get; init; }

    /// <summary>The limit for the whole run.</summary>
    public required TimeSpan Timeout { get; init; }
}
