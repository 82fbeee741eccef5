namespace PipelineKit.Evidence;

/// <summary>What a program says it was made of: Go, .NET in a single file, or Rust with a list of its crates.</summary>
internal static class ProgramFile
{
    internal static FileFacts Read(string path, ReadOnlyMemory<byte> program, CatalogLimits limits)
    {
        if (GoBuildInfo.Read(program.Span) is { } made)
        {
            return made;
        }

        var facts = DotnetBundle.Dependencies(program) is { } dependencies
            ? FileReader.Read(FileKind.NuGet, path, dependencies, limits)
            : FileReader.Read(FileKind.Crates, path, program, limits);
        return facts with { Kind = FileKind.Program };
    }
}
