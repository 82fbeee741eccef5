namespace PipelineKit.Evidence;

/// <summary>What a program says it was made of: Go, .NET in a single file, or Rust with a list of its crates.</summary>
internal static class ProgramFile
{
    internal static FileFacts Read(ReadOnlyMemory<byte> program, CatalogLimits limits)
    {
        if (GoBuildInfo.Read(program.Span) is { } made)
        {
            return made;
        }

        var dependencies = DotnetBundle.Dependencies(program);
        return dependencies.IsEmpty
            ? new FileFacts(FileKind.Program) { Ecosystem = "cargo", Packages = CargoAudit.Read(program.Span, limits.TextBytes) }
            : new FileFacts(FileKind.Program) { Ecosystem = "nuget", Packages = NuGetDependencies.Read(dependencies) };
    }
}
