using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("PipelineKit.Tests")]
[assembly: InternalsVisibleTo("PipelineKit.Benchmarks")]
