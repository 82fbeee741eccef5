using System.Security.Cryptography;
using PipelineKit.Evidence;
using PipelineKit.Failures;
using PipelineKit.Files;
using PipelineKit.Oci;

namespace PipelineKit.ScanGate;

/// <summary>Reads files as evidence. What cannot be read as a document of a known format is an item that says so: it is never left out.</summary>
internal static class EvidenceFiles
{
    /// <summary>Reads all of them, in order.</summary>
    /// <exception cref="FailureException">PK0201: a file cannot be opened.</exception>
    internal static IReadOnlyList<EvidenceItem> Read(IReadOnlyList<InputFile> files, Action<string> advance, CancellationToken cancellation)
    {
        var items = new List<EvidenceItem>(files.Count);
        foreach (var file in files)
        {
            items.Add(Read(file, cancellation));
            advance(file.Name);
        }

        return items;
    }

    /// <summary>Reads one.</summary>
    internal static EvidenceItem Read(InputFile file, CancellationToken cancellation)
    {
        try
        {
            using var content = Open(file);
            var document = EvidenceReader.Read(content, file.Name, EvidenceLimits.Default, cancellation);
            return new EvidenceItem(file.Name, document.Digest, document, Failure: null);
        }
        catch (EvidenceException e)
        {
            return new EvidenceItem(file.Name, DigestOf(file), Document: null, e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(file, "cannot be read: " + e.Message);
        }
    }

    /// <summary>Opens a file, which may be empty; a pipe or device, which might never end, is refused.</summary>
    /// <exception cref="FailureException">PK0201.</exception>
    internal static FileStream Open(InputFile file)
    {
        try
        {
            var real = WorkspacePath.Real(file.Path);
            if (new FileInfo(real).Length == 0 && !RegularFile.IsEmptyFile(real))
            {
                throw Unreadable(file, "is no file");
            }

            return new FileStream(file.Path, new FileStreamOptions { BufferSize = 0, Options = FileOptions.SequentialScan, Share = FileShare.ReadWrite | FileShare.Delete });
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(file, "cannot be read: " + e.Message);
        }
    }

    /// <summary>The digest of a file's bytes.</summary>
    internal static Digest DigestOf(InputFile file)
    {
        using var content = Open(file);
        return Digest.Parse("sha256:" + Convert.ToHexStringLower(SHA256.HashData(content)));
    }

    private static FailureException Unreadable(InputFile file, string what) => new(new Failure(FailureCodes.UnreadableFile, $"`{file.Name}` {what}.", Place: new SourcePlace(file.Name)));
}
