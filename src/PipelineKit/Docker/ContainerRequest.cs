namespace PipelineKit.Docker;

/// <summary>Which network a container sees.</summary>
public enum ContainerNetwork
{
    /// <summary>None but its own loopback.</summary>
    None,

    /// <summary>The engine's usual one, with the internet behind it.</summary>
    Bridge,
}

/// <summary>
/// A program of an image to run once, with bounds: read-only root, no capabilities, no new privileges, limited memory, processes, time and output. The
/// container is always removed, with its volumes.
/// </summary>
public sealed record ContainerRequest
{
    /// <summary>The image, by the identifier the engine knows it by.</summary>
    public required string Image { get; init; }

    /// <summary>Arguments after the image's own entry point.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Variables to set beside the image's own; nothing of this process is passed on.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Who runs it: <c>uid:gid</c>. Nobody, unless told otherwise.</summary>
    public string User { get; init; } = "65534:65534";

    /// <summary>Where it starts; empty for where the image says.</summary>
    public string Folder { get; init; } = "";

    /// <summary>The network.</summary>
    public ContainerNetwork Network { get; init; }

    /// <summary>Most memory in bytes, swap included.</summary>
    public long MemoryBytes { get; init; } = 4L << 30;

    /// <summary>Most processes and threads.</summary>
    public int Processes { get; init; } = 1024;

    /// <summary>Folders of the engine's machine that it may read.</summary>
    public IReadOnlyList<ContainerMount> Mounts { get; init; } = [];

    /// <summary>A volume of the engine that it may write to, made when there is none of that name; null for none. It outlives the container: see <see cref="EngineContainer.RemoveVolumeAsync"/>.</summary>
    public ContainerVolume? Volume { get; init; }

    /// <summary>Writes a tar archive whose entries are put into the volume before it starts; null for nothing. So no folder of this machine need be the engine's.</summary>
    public Func<Stream, CancellationToken, Task>? Upload { get; init; }

    /// <summary>After this it is ended.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Most bytes taken from its standard output; of standard error the last 64 KiB are kept.</summary>
    public long MaximumOutputBytes { get; init; } = 1L << 30;
}

/// <summary>A folder of the engine's machine, read-only in the container.</summary>
/// <param name="Source">There, absolute.</param>
/// <param name="Target">In the container, absolute.</param>
public sealed record ContainerMount(string Source, string Target);

/// <summary>A volume of the engine.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Target">Where it is in the container, absolute.</param>
public sealed record ContainerVolume(string Name, string Target);

/// <summary>How a container ended.</summary>
/// <param name="ExitCode">Of its program.</param>
/// <param name="Error">The end of its standard error, as UTF-8 text.</param>
public sealed record ContainerResult(long ExitCode, string Error);
