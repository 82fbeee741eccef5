using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("PipelineKit.Oci.Tests")]
