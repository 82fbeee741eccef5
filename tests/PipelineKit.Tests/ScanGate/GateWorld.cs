using System.Text.Json;
using PipelineKit.Actions;
using PipelineKit.Ci;
using PipelineKit.Cli;
using PipelineKit.Failures;
using PipelineKit.Oci;
using PipelineKit.Testing;
using PipelineKit.Tests.Ci;
using PipelineKit.Tests.Cli;
using Xunit;

namespace PipelineKit.Tests.ScanGate;

/// <summary>A folder with an OCI layout that has an image for two platforms, and the whole program to judge it with.</summary>
internal sealed class GateWorld : IDisposable
{
    public const string Shop = "ghcr.io/acme/shop";

    private GateWorld(CommandLineRun program) => Program = program;

    public CommandLineRun Program { get; }

    public TempFolder Folder => Program.Folder;

    /// <summary>The image.</summary>
    public SampleImage Sample { get; private init; } = null!;

    /// <summary>The digest of its index.</summary>
    public Digest Index => Sample.Root.Digest;

    public string Image => $"{Shop}@{Index}";

    /// <summary>The <c>result</c> of result.json of the last run.</summary>
    public JsonElement Result => JsonDocument.Parse(Folder.Read("result.json")).RootElement.GetProperty("result");

    public static async Task<GateWorld> MakeAsync(string seed = "shop")
    {
        var world = new GateWorld(new CommandLineRun { Commands = Catalog.Published.Actions }) { Sample = SampleImage.Build(seed, "linux/amd64", "linux/arm64") };
        await world.AddAsync(world.Sample, "1.4");
        return world;
    }

    /// <summary>Puts an image into the layout.</summary>
    public async Task AddAsync(SampleImage image, string tag)
    {
        using var layout = await OciLayoutWriter.OpenAsync(Path.Combine(Folder.Path, "images"), CancellationToken.None);
        foreach (var content in image.Blobs.Concat(image.Children))
        {
            await layout.PutBlobAsync(content.Bytes, content.MediaType, CancellationToken.None);
        }

        await layout.TagAsync(await layout.PutManifestAsync(image.Root.Bytes, CancellationToken.None), ImageReference.Parse($"{Shop}:{tag}"), CancellationToken.None);
    }

    /// <summary>Writes a report for each platform of the image; gives the glob that names them.</summary>
    public string Report(SampleImage image, string folder, params GrypeMatch[] matches)
    {
        foreach (var (child, platform) in image.Children.Zip((string[])["amd64", "arm64"]))
        {
            Folder.Write($"{folder}/{platform}.json", GrypeReport.Of($"{Shop}@{image.Root.Digest}", child.Digest, platform, matches));
        }

        return $"{folder}/*.json";
    }

    /// <summary>Runs scan-gate over the layout.</summary>
    public Task<ExitCode> GateAsync(params string[] words) => RunAsync(["scan-gate", "--image", Image, "--registry-mirrors", "*=oci:images", .. words]);

    /// <summary>Runs a command; what it leaves behind must be what the schema says.</summary>
    public async Task<ExitCode> RunAsync(params string[] words)
    {
        var exit = await Program.RunAsync([.. words, "--report-path", "result.json"]);
        using var document = JsonDocument.Parse(Folder.Read("result.json"));
        Assert.Empty(ResultSchema.Violations(document.RootElement));
        return exit;
    }

    public void Dispose() => Program.Dispose();

    /// <summary>A context with these inputs, for what is tested without the program.</summary>
    public static CommandContext Context(string folder, params (string Input, string Value)[] inputs) => new()
    {
        Inputs = new InputReader([new Given(inputs)], _ => { }),
        Ci = new CiContext { Workspace = folder },
        Environment = new HostEnvironment(),
        WorkingDirectory = folder,
        Time = new StillTime(),
        Progress = new RecordingProgress(),
        Mask = _ => { },
    };

    private sealed class Given((string Input, string Value)[] values) : IInputSource
    {
        public InputValue? Find(Input input)
        {
            var value = values.Where(v => v.Input == input.Name).Select(v => v.Value).FirstOrDefault();
            return value is null ? null : new InputValue(value, "--" + input.Name, SourcePlace.OfInput(input.Name));
        }
    }
}
