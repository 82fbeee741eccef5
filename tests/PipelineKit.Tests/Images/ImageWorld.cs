using PipelineKit.Actions;
using PipelineKit.Ci;
using PipelineKit.Images;
using PipelineKit.Oci;
using PipelineKit.Testing;

namespace PipelineKit.Tests.Images;

/// <summary>A folder, an environment and the registries of a run, to open images with.</summary>
internal sealed class ImageWorld : IDisposable
{
    private readonly List<string> _details = [];
    private ImageAccess? _access;

    public TempFolder Folder { get; } = new();

    public Dictionary<string, string> Variables { get; } = new(StringComparer.Ordinal);

    public IReadOnlyList<string> Path { get; init; } = [];

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>What was told to those who want to know everything.</summary>
    public IReadOnlyList<string> Details => _details;

    public CommandContext Context => new()
    {
        Inputs = new InputReader([], _ => { }),
        Ci = new CiContext { Workspace = Folder.Path },
        Environment = new HostEnvironment { Home = System.IO.Path.Combine(Folder.Path, "user"), Path = Path, Variables = Variables },
        WorkingDirectory = Folder.Path,
        Time = Time,
        Progress = new Progress(_details),
        Mask = _ => { },
    };

    public Task<OpenedImage> OpenAsync(string text, bool mayResolve = false) => ImageOpener.OpenAsync(text, mayResolve, Access(), Context, CancellationToken.None);

    /// <summary>Makes a layout in the folder and puts images there, each under a tag or without a name.</summary>
    public async Task WriteLayoutAsync(string folder, params (SampleImage Image, string? Tag)[] images)
    {
        using var layout = await OciLayoutWriter.OpenAsync(System.IO.Path.Combine(Folder.Path, folder), CancellationToken.None);
        foreach (var (image, tag) in images)
        {
            foreach (var content in image.Blobs.Concat(image.Children))
            {
                await layout.PutBlobAsync(content.Bytes, content.MediaType, CancellationToken.None);
            }

            var root = await layout.PutManifestAsync(image.Root.Bytes, CancellationToken.None);
            await (tag is null ? layout.ListAsync(root, CancellationToken.None) : layout.TagAsync(root, tag, CancellationToken.None));
        }
    }

    public void Dispose()
    {
        _access?.Dispose();
        Folder.Dispose();
    }

    private ImageAccess Access()
    {
        return _access ??= ImageAccess.Open(
            new RegistrySettings
            {
                Credentials = RegistryCredentialList.Parse([], out _),
                Mirrors = RegistryMirrors.None,
                PlainHttp = [],
                Concurrency = 4,
                Timeout = TimeSpan.FromMinutes(1),
                GitHubToken = null,
            },
            Context);
    }

    private sealed class Progress(List<string> details) : IProgressReporter, IProgressStage
    {
        public IProgressStage Stage(string title, int? total = null) => this;

        public void Detail(string text) => details.Add(text);

        public void Advance(string item)
        {
        }

        public void Dispose()
        {
        }
    }
}
