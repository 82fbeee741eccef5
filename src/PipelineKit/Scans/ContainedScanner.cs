using System.Formats.Tar;
using System.Security.Cryptography;
using PipelineKit.Ci;
using PipelineKit.Docker;
using PipelineKit.Failures;
using PipelineKit.Oci;

namespace PipelineKit.Scans;

/// <summary>
/// The scanner of an image, run by the local Docker Engine. Its containers share a volume with the image to look at and the vulnerability data they load;
/// nothing of this machine is mounted, so that it works as well where this program itself runs in a container.
/// </summary>
internal sealed class ContainedScanner : ScannerProgram
{
    private const string Place = "/scan";
    private const int Nobody = 65534;
    private readonly DockerEngine _engine;
    private readonly ContainerRequest _request;
    private bool _isUploaded;

    private ContainedScanner(DockerEngine engine, ContainerRequest request) => (_engine, _request) = (engine, request);

    /// <summary>Finds its image, and pulls it when the engine does not have it.</summary>
    /// <exception cref="DockerException">The engine does not answer, or cannot get it.</exception>
    internal static async Task<ContainedScanner> FindAsync(ScannerTool tool, PinnedReference image, CommandContext context, string folder, CancellationToken cancellation)
    {
        var environment = context.Environment;
        var engine = DockerEngine.Open(environment.Variables, context.Time);
        try
        {
            var credentials = new DockerConfig(environment.Variables, environment.Home, new CredentialHelper(environment.Path, environment.Variables, context.Time));
            var known = await engine.NeedAsync(image, credentials.FindAsync, cancellation);
            var volume = new ContainerVolume("pipelinekit-scan-" + RandomNumberGenerator.GetHexString(16, lowercase: true), Place);
            context.Progress.Detail($"docker: {image} is {known.Id}; its volume is {volume.Name}");
            return new ContainedScanner(engine, new ContainerRequest
            {
                Image = known.Id.Text,
                Environment = ScannerEnvironment.InContainer(tool, environment, Place),
                Folder = Place,
                Network = ContainerNetwork.Bridge,
                Volume = volume,
                Upload = (stream, token) => UploadAsync(folder, stream, token),
            });
        }
        catch
        {
            engine.Dispose();
            throw;
        }
    }

    /// <inheritdoc />
    internal override async Task<(long ExitCode, string Error)> RunAsync(IReadOnlyList<string> arguments, Stream output, TimeSpan timeout, CancellationToken cancellation)
    {
        try
        {
            var result = await EngineContainer.RunAsync(_engine, _request with { Arguments = arguments, Timeout = timeout, Upload = _isUploaded ? null : _request.Upload }, output, cancellation);
            _isUploaded = true;
            return (result.ExitCode, result.Error);
        }
        catch (DockerException e) when (e.Problem is DockerProblem.TimedOut or DockerProblem.TooLarge)
        {
            throw new FailureException(new Failure(FailureCodes.ScannerFailed, e.Message + "."));
        }
    }

    /// <inheritdoc />
    public override async ValueTask DisposeAsync()
    {
        try
        {
            await EngineContainer.RemoveVolumeAsync(_engine, _request.Volume!.Name);
        }
        catch (DockerException)
        {
            // The engine went away; what is left is named after this program.
        }
        finally
        {
            _engine.Dispose();
        }
    }

    // The image belongs to root and can only be read; the other folders belong to who runs the scanner.
    private static async Task UploadAsync(string folder, Stream stream, CancellationToken cancellation)
    {
        const UnixFileMode Readable = UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
        const UnixFileMode Open = Readable | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        const UnixFileMode Own = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        await using var tar = new TarWriter(stream, TarEntryFormat.Pax, leaveOpen: true);
        foreach (var own in (string[])["cache", "home", "tmp"])
        {
            await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.Directory, own) { Mode = Own, Uid = Nobody, Gid = Nobody, ModificationTime = DateTimeOffset.UnixEpoch }, cancellation);
        }

        foreach (var path in Directory.EnumerateFileSystemEntries(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var name = Path.GetRelativePath(folder, path).Replace('\\', '/');
            if (Directory.Exists(path))
            {
                await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.Directory, name) { Mode = Open, ModificationTime = DateTimeOffset.UnixEpoch }, cancellation);
                continue;
            }

            await using var content = File.OpenRead(path);
            await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, name) { Mode = Readable, DataStream = content, ModificationTime = DateTimeOffset.UnixEpoch }, cancellation);
        }
    }
}
