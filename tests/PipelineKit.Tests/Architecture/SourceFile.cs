using PipelineKit.Testing;

namespace PipelineKit.Tests.Architecture;

/// <summary>A C# file of the repository.</summary>
/// <param name="Path">Relative to the repository, with <c>/</c>.</param>
/// <param name="Lines">Its lines.</param>
internal sealed record SourceFile(string Path, IReadOnlyList<string> Lines)
{
    /// <summary>Lines that are neither blank nor a comment.</summary>
    public IEnumerable<string> Code => Lines.Select(l => l.Trim()).Where(l => l.Length > 0 && !l.StartsWith("//", StringComparison.Ordinal));

    /// <summary>Every C# file below a folder of the repository, without what the build makes.</summary>
    public static IReadOnlyList<SourceFile> Below(string folder) =>
        Directory.EnumerateFiles(System.IO.Path.Combine(Peer.RepositoryRoot, folder), "*.cs", SearchOption.AllDirectories)
            .Select(full => (Full: full, Path: System.IO.Path.GetRelativePath(Peer.RepositoryRoot, full).Replace('\\', '/')))
            .Where(f => !f.Path.Split('/').Intersect(["obj", "bin"], StringComparer.Ordinal).Any())
            .Select(f => new SourceFile(f.Path, File.ReadAllLines(f.Full)))
            .OrderBy(f => f.Path, StringComparer.Ordinal)
            .ToArray();
}
