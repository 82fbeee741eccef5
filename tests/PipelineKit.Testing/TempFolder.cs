namespace PipelineKit.Testing;

/// <summary>A folder of its own for one test, deleted at the end.</summary>
public sealed class TempFolder : IDisposable
{
    /// <summary>Absolute, links resolved.</summary>
    public string Path { get; } = Directory.CreateTempSubdirectory("pipelinekit-test-").FullName;

    /// <summary>Writes a file (folders are made) and returns its absolute path.</summary>
    public string Write(string relativePath, string content) => Write(relativePath, System.Text.Encoding.UTF8.GetBytes(content));

    /// <summary>Writes a file (folders are made) and returns its absolute path.</summary>
    public string Write(string relativePath, byte[] content)
    {
        var full = System.IO.Path.Combine(Path, relativePath);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(full)!);
        File.WriteAllBytes(full, content);
        return full;
    }

    /// <summary>Reads a file as UTF-8 text.</summary>
    public string Read(string relativePath) => File.ReadAllText(System.IO.Path.Combine(Path, relativePath));

    /// <inheritdoc />
    public void Dispose() => Directory.Delete(Path, recursive: true);
}
