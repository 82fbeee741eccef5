using Xunit;

namespace PipelineKit.Tests.Yaml;

/// <summary>Tests that look at the clock: they run after all others, one at a time.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class TimedTests
{
    public const string Name = "timed";
}
