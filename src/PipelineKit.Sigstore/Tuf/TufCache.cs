using System.Security.Cryptography;
using System.Text;

namespace PipelineKit.Sigstore;

/// <summary>
/// The folder where verified files are kept. Names on disk never come from metadata: delegated roles and targets are named by hashes. What is read back is
/// verified as if it came from the network.
/// </summary>
internal sealed class TufCache(string folder)
{
    private const UnixFileMode OwnersOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    internal string Root(long version) => Path.Combine(folder, "root_history", version.ToString(System.Globalization.CultureInfo.InvariantCulture) + ".root.json");

    /// <summary>The file of a role other than root.</summary>
    internal string Metadata(string role) => role is TimestampMetadata.Role or SnapshotMetadata.Role or TargetsMetadata.TopRole
        ? Path.Combine(folder, role + ".json")
        : Path.Combine(folder, "delegated", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(role))) + ".json");

    internal string Target(TufHashes hashes) => Path.Combine(folder, "targets", hashes.Sha256 ?? hashes.Sha512!);

    /// <summary>The bytes of a file; null when it is not there, cannot be read or is larger than it may be.</summary>
    internal static async Task<byte[]?> ReadAsync(string file, long maximum, CancellationToken cancellation)
    {
        try
        {
            var info = new FileInfo(file);
            return info.Exists && info.Length <= maximum ? await File.ReadAllBytesAsync(file, cancellation) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What cannot be read is fetched again.
            return null;
        }
    }

    /// <summary>Keeps a verified file, whole or not at all.</summary>
    internal static async Task WriteAsync(string role, string file, ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        var parent = Path.GetDirectoryName(file)!;
        var temporary = Path.Combine(parent, "." + Path.GetRandomFileName());
        try
        {
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(parent);
            }
            else
            {
                Directory.CreateDirectory(parent, OwnersOnly);
            }

            await File.WriteAllBytesAsync(temporary, bytes, cancellation);
            File.Move(temporary, file, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new TufException(TufProblem.Unavailable, role, $"what was verified cannot be kept in the folder {parent}: {e.Message}", e);
        }
        finally
        {
            if (File.Exists(temporary))
            {
                File.Delete(temporary);
            }
        }
    }
}
