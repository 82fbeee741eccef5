using System.Security.Cryptography;
using System.Text;
using PipelineKit.Failures;

namespace PipelineKit.Ci;

/// <summary>Writes the files a run leaves behind, whole or not at all, and says so when it cannot.</summary>
internal static class HostFiles
{
    /// <summary>Writes beside the target and renames, so that a reader never sees half of it. Folders are made.</summary>
    internal static void WriteWhole(string path, string text)
    {
        Guard(path, () =>
        {
            var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
            Directory.CreateDirectory(folder);
            var temporary = Path.Combine(folder, $".{Path.GetFileName(path)}.{RandomNumberGenerator.GetHexString(8, lowercase: true)}");
            try
            {
                File.WriteAllBytes(temporary, Encoding.UTF8.GetBytes(text));
                File.Move(temporary, path, overwrite: true);
            }
            finally
            {
                File.Delete(temporary);
            }
        });
    }

    /// <summary>Appends to a file of the host's.</summary>
    internal static void Append(string path, byte[] content) =>
        Guard(path, () =>
        {
            using var file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
            file.Write(content);
        });

    private static void Guard(string path, Action write)
    {
        try
        {
            write();
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new FailureException(new Failure(FailureCodes.UnwritableFile, $"`{path}` could not be written: {problem.Message}"));
        }
    }
}
