using System.Globalization;
using PipelineKit.Actions;
using PipelineKit.Ci;
using PipelineKit.Failures;
using PipelineKit.Locking;
using PipelineKit.Oci;
using PipelineKit.Render;
using PipelineKit.Testing;

namespace PipelineKit.Tests.Render;

/// <summary>A folder with templates, values and a lock.</summary>
internal sealed class RenderWorld : IDisposable
{
    private readonly List<LockedImage> _images = [];

    public TempFolder Folder { get; } = new();

    public Dictionary<string, string> Variables { get; } = new(StringComparer.Ordinal);

    /// <summary>The commit and run that the host tells; null on a command line.</summary>
    public (string Commit, string RunUrl)? Run { get; set; }

    public static string DigestOf(int number) => "sha256:" + number.ToString("x64", CultureInfo.InvariantCulture);

    public RenderWorld Write(string path, string content)
    {
        Folder.Write(path, content);
        return this;
    }

    /// <summary>Puts an image into the lock.</summary>
    /// <param name="image">As the lock spells it, <c>docker.io/library/nginx:1.29</c>.</param>
    /// <param name="digest">A number for its digest.</param>
    /// <param name="files">Files that use it, as the lock knows.</param>
    public RenderWorld Lock(string image, int digest, params string[] files)
    {
        _images.Add(new LockedImage { Image = image, Digest = Digest.Parse(DigestOf(digest)), MediaType = MediaTypes.OciIndex, FirstSeen = StillTime.Moment, Sites = [.. files.Select(f => new LockSite(f, 1, null))] });
        Folder.Write("images.lock.yaml", ImageLockFile.Write(new ImageLock(_images, [])));
        return this;
    }

    public RenderOptions Options(params (string Input, string Value)[] inputs) => new RenderOptionsParser(Context(inputs)).Parse();

    public async Task<RenderResult> RunAsync(params (string Input, string Value)[] inputs)
    {
        var context = Context(inputs);
        return await RenderHandler.RunAsync(new RenderOptionsParser(context).Parse(), context, CancellationToken.None);
    }

    public CommandContext Context(params (string Input, string Value)[] inputs) => new()
    {
        Inputs = new InputReader([new Given(inputs)], _ => { }),
        Ci = new CiContext { Workspace = Folder.Path, Commit = Run?.Commit, RunUrl = Run?.RunUrl },
        Environment = new HostEnvironment { Variables = Variables },
        WorkingDirectory = Folder.Path,
        Time = new StillTime(),
        Progress = new Silence(),
        Mask = _ => { },
    };

    public void Dispose() => Folder.Dispose();

    private sealed class Given((string Input, string Value)[] values) : IInputSource
    {
        public InputValue? Find(Input input)
        {
            var value = values.Where(v => v.Input == input.Name).Select(v => v.Value).FirstOrDefault();
            return value is null ? null : new InputValue(value, "--" + input.Name, SourcePlace.OfInput(input.Name));
        }
    }

    private sealed class Silence : IProgressReporter, IProgressStage
    {
        public IProgressStage Stage(string title, int? total = null) => this;

        public void Detail(string text)
        {
        }

        public void Advance(string item)
        {
        }

        public void Dispose()
        {
        }
    }
}
