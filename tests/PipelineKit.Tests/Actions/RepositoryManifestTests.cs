using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using PipelineKit.Actions.Rendering;
using PipelineKit.Ci;
using PipelineKit.Cli;
using PipelineKit.Failures;
using PipelineKit.Testing;
using PipelineKit.Testing.Actions;
using PipelineKit.Testing.Schema;
using Xunit;

namespace PipelineKit.Tests.Actions;

/// <summary>The generated files of this repository, as they are checked in.</summary>
public sealed class RepositoryManifestTests
{
    public static TheoryData<string> ActionFiles() =>
        new(ActionPaths());

    [Fact]
    public async Task They_are_what_the_definitions_say()
    {
        using var output = new StringWriter();
        var application = new Application
        {
            Published = Catalog.Published,
            Commands = Catalog.All(() => throw new InvalidOperationException("nothing is run")),
            Variables = new Dictionary<string, string>(StringComparer.Ordinal),
            Output = output,
            Error = output,
            Facts = new ProcessFacts { CurrentFolder = Peer.RepositoryRoot },
            Time = TimeProvider.System,
        };

        Assert.True(await application.RunAsync(["manifests", "--check"], default) == ExitCode.Ok, output.ToString());
    }

    [Fact]
    public void Every_command_has_its_action_page_and_reference() =>
        Assert.All(Catalog.Published.Actions, action => Assert.All(
            [$"actions/{action.Name}/action.yml", $"actions/{action.Name}/README.md", $"docs/reference/{action.Name}.md"],
            path => Assert.True(File.Exists(Path.Combine(Peer.RepositoryRoot, path)), path)));

    [Fact]
    public void Every_page_of_an_action_has_its_tables_rendered() =>
        Assert.All(Catalog.Published.Actions, action =>
        {
            var page = Read($"actions/{action.Name}/README.md");
            Assert.All(["inputs", "outputs", "permissions"], block =>
                Assert.Contains($"<!-- pipelinekit:{block} {action.Name} -->", page, StringComparison.Ordinal));
        });

    [Fact]
    public void All_actions_run_one_image_and_name_it_by_digest()
    {
        var images = ActionPaths().Select(path => ActionImage.In(Read(path))).ToArray();

        var image = Assert.Single(images.Distinct(StringComparer.Ordinal));
        Assert.Matches(new Regex("^docker://[^@]+@sha256:[0-9a-f]{64}$"), image);
    }

    [SkippableTheory]
    [MemberData(nameof(ActionFiles))]
    public async Task The_independent_validator_accepts_the_action_metadata(string file)
    {
        var (exit, errors) = await ValidateAsync(Path.Combine(Peer.RepositoryRoot, file));

        Assert.True(exit == 0, errors);
    }

    [SkippableFact]
    public async Task The_independent_validator_accepts_the_metadata_of_several_commands_and_refuses_damage()
    {
        using var folder = new TempFolder();
        var root = GitHubActionFile.Root(SampleCatalog.Both, ActionImage.Unreleased).Content;

        Assert.Equal(0, (await ValidateAsync(folder.Write("good/action.yml", root))).Exit);
        Assert.Equal(1, (await ValidateAsync(folder.Write("bad/action.yml", root.Replace("using: docker", "using: dokcer", StringComparison.Ordinal)))).Exit);
    }

    [SkippableFact]
    public void The_task_satisfies_the_official_schema()
    {
        using var schema = JsonDocument.Parse(File.ReadAllText(Peer.SharedData("azure/tasks.schema.json")));
        using var task = JsonDocument.Parse(Read("actions/azure/task.json"));

        Assert.Empty(new JsonSchema(schema.RootElement).Validate(task.RootElement));
    }

    [Fact]
    public void What_the_extension_names_is_there()
    {
        using var manifest = JsonDocument.Parse(Read("vss-extension.json"));
        var root = manifest.RootElement;
        var named = new[]
        {
            root.GetProperty("icons").GetProperty("default"), root.GetProperty("content").GetProperty("details").GetProperty("path"),
            root.GetProperty("content").GetProperty("license").GetProperty("path"),
        };

        Assert.All(named, path => Assert.True(File.Exists(Path.Combine(Peer.RepositoryRoot, path.GetString()!)), path.GetString()));
        Assert.Equal((128, 128), SizeOf(root.GetProperty("icons").GetProperty("default").GetString()!));
        Assert.Equal((32, 32), SizeOf($"{AzureTaskFile.Folder}/icon.png"));
    }

    private static IEnumerable<string> ActionPaths() =>
        Directory.EnumerateFiles(Path.Combine(Peer.RepositoryRoot, "actions"), "action.yml", SearchOption.AllDirectories)
            .Append(Path.Combine(Peer.RepositoryRoot, "action.yml"))
            .Select(file => Path.GetRelativePath(Peer.RepositoryRoot, file));

    private static string Read(string path) => File.ReadAllText(Path.Combine(Peer.RepositoryRoot, path));

    // Width and height stand big-endian at fixed places in the first chunk of a PNG.
    private static (int Width, int Height) SizeOf(string path)
    {
        var bytes = File.ReadAllBytes(Path.Combine(Peer.RepositoryRoot, path)).AsSpan();
        Assert.Equal("PNG"u8, bytes[1..4]);
        return (System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(bytes[16..]), System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(bytes[20..]));
    }

    private static async Task<(int Exit, string Errors)> ValidateAsync(string file)
    {
        var start = new ProcessStartInfo(Peer.Program("node")) { UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true };
        start.ArgumentList.Add(Peer.NodeModule("@action-validator/cli/cli.mjs"));
        start.ArgumentList.Add(file);
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, errors + await output);
    }
}
