using System.Buffers.Binary;
using System.Text;

namespace PipelineKit.Git;

/// <summary>
/// Reads which files a checkout tracks, straight from its index (gitformat-index, versions 2 to 4): no Git needed, no process started, and no
/// configuration of the repository obeyed.
/// </summary>
public static class GitIndex
{
    private const int MaximumBytes = 256 << 20;
    private const int ModeOffset = 24;
    private const int FixedBytes = 40;
    private const uint FileType = 0xF000;
    private const uint RegularFile = 0x8000;

    /// <summary>
    /// The tracked regular files below a folder, relative to it, with <c>/</c>. Null when the folder is in no repository, or the index is of a kind that
    /// only Git itself reads (split, sparse, a later version) or is damaged.
    /// </summary>
    public static IReadOnlyList<string>? Read(string folder)
    {
        if (Find(folder) is not { } repository)
        {
            return null;
        }

        var index = new FileInfo(Path.Combine(repository.GitFolder, "index"));
        if (!index.Exists || index.Length is < 32 or > MaximumBytes)
        {
            return null;
        }

        return Parse(File.ReadAllBytes(index.FullName), HashBytes(repository.GitFolder), repository.Prefix);
    }

    /// <summary>The paths of an index that begin with a prefix, without it; null when it cannot be read.</summary>
    /// <param name="index">The index file.</param>
    /// <param name="hashBytes">20 for SHA-1, 32 for SHA-256.</param>
    /// <param name="prefix">Empty, or a folder with a slash at its end.</param>
    internal static IReadOnlyList<string>? Parse(ReadOnlySpan<byte> index, int hashBytes, string prefix)
    {
        if (index.Length < 12 + hashBytes || !index.StartsWith("DIRC"u8))
        {
            return null;
        }

        var version = BinaryPrimitives.ReadUInt32BigEndian(index[4..]);
        var count = BinaryPrimitives.ReadUInt32BigEndian(index[8..]);
        if (version is < 2 or > 4 || count > (uint)index.Length / (FixedBytes + hashBytes))
        {
            return null;
        }

        var paths = new List<string>();
        var previous = Array.Empty<byte>();
        var at = 12;
        for (var i = 0; i < count; i++)
        {
            if (Entry(index, version, hashBytes, previous, ref at, out var mode) is not { } path)
            {
                return null;
            }

            previous = path;
            var text = Encoding.UTF8.GetString(path);
            if ((mode & FileType) == RegularFile && text.StartsWith(prefix, StringComparison.Ordinal) && (paths.Count == 0 || paths[^1] != text[prefix.Length..]))
            {
                paths.Add(text[prefix.Length..]);
            }
        }

        return HasForeignExtension(index, at, hashBytes) ? null : paths;
    }

    private static byte[]? Entry(ReadOnlySpan<byte> index, uint version, int hashBytes, byte[] previous, ref int at, out uint mode)
    {
        mode = 0;
        var start = at;
        var fixedEnd = start + FixedBytes + hashBytes + 2;
        if (fixedEnd + 2 > index.Length)
        {
            return null;
        }

        mode = BinaryPrimitives.ReadUInt32BigEndian(index[(start + ModeOffset)..]);
        var isExtended = (index[fixedEnd - 2] & 0x40) != 0;
        at = fixedEnd + (isExtended && version >= 3 ? 2 : 0);
        var kept = 0;
        if (version == 4)
        {
            var removed = Varint(index, ref at);
            if (removed > (ulong)previous.Length)
            {
                return null;
            }

            kept = previous.Length - (int)removed;
        }

        var length = at < index.Length ? index[at..].IndexOf((byte)0) : -1;
        if (length < 0)
        {
            return null;
        }

        byte[] path = [.. previous.AsSpan(0, kept), .. index.Slice(at, length)];
        at += length + 1;
        if (version < 4)
        {
            // Entries are padded with 1 to 8 NULs to a multiple of eight bytes.
            at = start + ((at - start + 7) / 8 * 8);
        }

        return path;
    }

    // The offset encoding of pack files: every continued byte adds one.
    private static ulong Varint(ReadOnlySpan<byte> index, ref int at)
    {
        ulong value = 0;
        for (var i = 0; i < 9 && at < index.Length; i++)
        {
            var next = index[at++];
            value = i == 0 ? next & 0x7Fu : ((value + 1) << 7) | (next & 0x7Fu);
            if ((next & 0x80) == 0)
            {
                return value;
            }
        }

        return ulong.MaxValue;
    }

    // An extension whose name begins in lower case must be understood: `link` (split index), `sdir` (sparse index).
    private static bool HasForeignExtension(ReadOnlySpan<byte> index, int at, int hashBytes)
    {
        while (at + 8 <= index.Length - hashBytes)
        {
            if (index[at] is < (byte)'A' or > (byte)'Z')
            {
                return true;
            }

            var size = BinaryPrimitives.ReadUInt32BigEndian(index[(at + 4)..]);
            if (size > index.Length)
            {
                return true;
            }

            at += 8 + (int)size;
        }

        return false;
    }

    /// <summary>The repository a folder belongs to, and the folder's path in it: empty, or with a slash at its end. Null when it is in none.</summary>
    internal static (string GitFolder, string Prefix)? Find(string folder)
    {
        var start = new DirectoryInfo(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
        for (var current = start; current is not null; current = current.Parent)
        {
            var git = Path.Combine(current.FullName, ".git");
            var gitFolder = Directory.Exists(git) ? git : File.Exists(git) ? Pointed(git) : null;
            if (gitFolder is not null)
            {
                var prefix = Path.GetRelativePath(current.FullName, start.FullName).Replace('\\', '/');
                return (gitFolder, prefix == "." ? "" : prefix + "/");
            }
        }

        return null;
    }

    // A worktree or submodule has a file here: `gitdir: PATH`.
    private static string? Pointed(string file)
    {
        using var reader = new StreamReader(file);
        var buffer = new char[4096];
        var text = new string(buffer, 0, reader.ReadBlock(buffer)).TrimEnd('\n', '\r');
        return text.StartsWith("gitdir: ", StringComparison.Ordinal) ? Path.GetFullPath(text[8..], Path.GetDirectoryName(file)!) : null;
    }

    /// <summary>What all worktrees of a repository have in common, seen from one (gitrepository-layout, <c>commondir</c>).</summary>
    internal static string Shared(string gitFolder)
    {
        var common = Path.Combine(gitFolder, "commondir");
        return File.Exists(common) ? Path.GetFullPath(File.ReadAllText(common).Trim(), gitFolder) : gitFolder;
    }

    private static int HashBytes(string gitFolder)
    {
        var config = new FileInfo(Path.Combine(Shared(gitFolder), "config"));
        return config is { Exists: true, Length: < 1 << 20 }
            && File.ReadLines(config.FullName).Any(l => l.Replace(" ", "", StringComparison.Ordinal).Trim().Equals("objectformat=sha256", StringComparison.OrdinalIgnoreCase))
                ? 32
                : 20;
    }
}
