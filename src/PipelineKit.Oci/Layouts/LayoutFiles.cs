using System.Text.Json;

namespace PipelineKit.Oci;

/// <summary>
/// The files of an OCI image layout (OCI image specification, image-layout.md). Where a file is follows from a validated digest or a fixed name
/// only; links inside the folder are refused, since an unpacked layout may come from anywhere.
/// </summary>
internal sealed class LayoutFiles(string root)
{
    internal const string MarkerName = "oci-layout";
    internal const string IndexName = "index.json";
    internal const string BlobsName = "blobs";
    private const int MaximumMarkerSize = 4096;

    internal string Root { get; } = Path.GetFullPath(root);

    internal string Source => "oci:" + Root;

    internal string Index => Path.Combine(Root, IndexName);

    internal string Marker => Path.Combine(Root, MarkerName);

    /// <summary>Whether there is a layout, be it damaged.</summary>
    internal bool IsThere => File.Exists(Marker) || File.Exists(Index);

    internal string Blob(Digest digest) => Path.Combine(Root, BlobsName, digest.Algorithm, digest.Hex);

    /// <summary>Throws unless the folder says that it is a layout of version 1.</summary>
    internal async Task CheckMarkerAsync(CancellationToken cancellation)
    {
        var bytes = await ReadAsync(Marker, MaximumMarkerSize, cancellation);
        try
        {
            using var document = JsonDocument.Parse(bytes);
            if (document.RootElement.GetProperty("imageLayoutVersion").GetString() is not { } version || !version.StartsWith("1.", StringComparison.Ordinal))
            {
                throw Wrong("the layout is not of version 1");
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw Wrong($"the file {MarkerName} is not the JSON it should be", e);
        }
    }

    /// <summary>The bytes of a file, at most so many.</summary>
    internal async Task<byte[]> ReadAsync(string file, int maximum, CancellationToken cancellation)
    {
        // The length of what was opened: a writer may put another file in its place at any time.
        _ = Length(file);
        await using var stream = Open(file);
        var length = stream.Length;
        if (length is 0 || length > maximum)
        {
            throw Wrong($"{Relative(file)} has {length} bytes; 1 to {maximum} are expected");
        }

        var bytes = new byte[length];
        try
        {
            await stream.ReadExactlyAsync(bytes, cancellation);
        }
        catch (EndOfStreamException e)
        {
            throw Wrong($"{Relative(file)} became shorter while it was read", e);
        }
        catch (IOException e)
        {
            throw new RegistryException(RegistryProblem.Unavailable, Source, $"{Relative(file)} cannot be read: {e.Message}", inner: e);
        }

        return bytes;
    }

    /// <summary>The size of a file in bytes; throws when it is missing or reached over a link.</summary>
    internal long Length(string file)
    {
        for (var place = file; place.Length > Root.Length; place = Path.GetDirectoryName(place)!)
        {
            if (new FileInfo(place).LinkTarget is not null)
            {
                throw new RegistryException(RegistryProblem.Unsafe, Source, $"{Relative(place)} is a link; links inside of a layout are not followed");
            }
        }

        return File.Exists(file) ? new FileInfo(file).Length : throw new RegistryException(RegistryProblem.NotFound, Source, $"the layout has no {Relative(file)}");
    }

    internal FileStream Open(string file)
    {
        try
        {
            return new FileStream(file, new FileStreamOptions { Options = FileOptions.Asynchronous | FileOptions.SequentialScan });
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RegistryException(RegistryProblem.Unavailable, Source, $"{Relative(file)} cannot be read: {e.Message}", inner: e);
        }
    }

    internal RegistryException Wrong(string what, Exception? inner = null) => new(RegistryProblem.Protocol, Source, what, inner: inner);

    private string Relative(string file) => Path.GetRelativePath(Root, file);
}
