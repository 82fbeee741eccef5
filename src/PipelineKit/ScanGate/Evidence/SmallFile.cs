using PipelineKit.Failures;
using PipelineKit.Oci;

namespace PipelineKit.ScanGate;

/// <summary>A file that is held whole: a policy, exceptions.</summary>
/// <param name="Name">As it is told.</param>
/// <param name="Content">Its bytes.</param>
internal sealed record SmallFile(string Name, byte[] Content)
{
    private const int MaximumBytes = 4 << 20;

    /// <summary>The digest of its bytes.</summary>
    internal Digest Digest { get; } = Digest.Sha256(Content);

    /// <summary>Reads it.</summary>
    /// <exception cref="FailureException">PK0201.</exception>
    internal static SmallFile Read(InputFile file) => new(file.Name, ReadWhole(file, MaximumBytes));

    /// <summary>The bytes of a file.</summary>
    /// <exception cref="FailureException">PK0201: it has more than this, or cannot be read.</exception>
    internal static byte[] ReadWhole(InputFile file, int maximumBytes)
    {
        using var stream = EvidenceFiles.Open(file);
        if (stream.Length > maximumBytes)
        {
            throw new FailureException(new Failure(FailureCodes.UnreadableFile, $"`{file.Name}` has {stream.Length} bytes; at most {maximumBytes} are read.", Place: new SourcePlace(file.Name)));
        }

        var content = new byte[stream.Length];
        try
        {
            stream.ReadExactly(content);
            return content;
        }
        catch (IOException e)
        {
            throw new FailureException(new Failure(FailureCodes.UnreadableFile, $"`{file.Name}` cannot be read: {e.Message}", Place: new SourcePlace(file.Name)));
        }
    }
}
