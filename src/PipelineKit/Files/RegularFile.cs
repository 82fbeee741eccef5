using System.Formats.Tar;

namespace PipelineKit.Files;

/// <summary>Tells files from what only has the name of one.</summary>
public static class RegularFile
{
    /// <summary>
    /// Whether what has no length is an empty file, and not a pipe, socket or device. It is not opened: a pipe might never answer, and a device might do something.
    /// </summary>
    /// <param name="path">An existing path, without links.</param>
    /// <exception cref="IOException">It cannot be looked at.</exception>
    public static bool IsEmptyFile(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return true;
        }

        // The type of an entry is the one thing of the platform that tells the kinds apart: the header of an archive has it, and nothing but a file is read for it.
        using var archive = new MemoryStream();
        try
        {
            using var writer = new TarWriter(archive, TarEntryFormat.Pax, leaveOpen: true);
            writer.WriteEntry(path, "entry");
        }
        catch (IOException) when (File.Exists(path) && new FileInfo(path).Length == 0)
        {
            // A socket has no type in an archive.
            return false;
        }

        archive.Position = 0;
        using var reader = new TarReader(archive);
        return reader.GetNextEntry() is { EntryType: TarEntryType.RegularFile };
    }
}
