using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("PipelineKit.Tests")]
