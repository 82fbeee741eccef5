using Xunit;

namespace PipelineKit.EndToEnd.Cli;

public sealed class TemplateTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableTheory]
    [InlineData("docs-builtins/array.sort.2", 0)]
    [InlineData("docs-builtins/regex.match", 0)]
    [InlineData("docs-builtins/object.to_json", 0)]
    [InlineData("docs-language/language.34", 0)]
    [InlineData("inline/TestFunctions.L168", 2)]
    [InlineData("inline/TestFunctions.L424", 2)]
    public async Task The_published_program_prints_what_the_reference_engine_gives(string id, int exit)
    {
        var cases = Peer.SharedData("scriban-cases");
        string Shared(string name) => Path.Combine(cases, name);

        var run = await new Child(
            await Published.BinaryAsync(), "template", "--template", Shared(id + ".tpl"), "--model", Shared("model.json"), "--includes", Shared("includes.scriban.json"))
        {
            WorkingDirectory = _folder.Path,
        }.RunAsync();

        Assert.Equal(exit, run.ExitCode);
        Assert.Equal((await File.ReadAllTextAsync(Shared(id + ".out"))).Trim(), run.Output.Trim());
    }
}
