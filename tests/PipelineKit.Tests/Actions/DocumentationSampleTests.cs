using PipelineKit.Cli;
using PipelineKit.Cli.CommandLine;
using PipelineKit.Failures;
using PipelineKit.Testing.Actions;
using Xunit;

namespace PipelineKit.Tests.Actions;

public sealed class DocumentationSampleTests
{
    private const string Prompt = "pipelinekit ";

    [Fact]
    public void Every_YAML_sample_uses_only_what_is_declared()
    {
        var checker = new SampleChecker(Catalog.Published);
        var samples = MarkdownFence.OfDocumentation().Where(f => f.Language is "yaml" or "yml").ToArray();

        var problems = samples.SelectMany(sample => checker.Check(sample.Text).Select(problem => $"{sample.File}:{sample.Line}: {problem}")).ToArray();

        Assert.Empty(problems);
        Assert.True(checker.Steps >= 4, $"only {checker.Steps} steps were found in {samples.Length} samples: the search is broken");
    }

    [Fact]
    public void Every_command_line_sample_uses_only_options_there_are()
    {
        var lines = MarkdownFence.OfDocumentation()
            .Where(f => f.Language is "console" or "shell" or "bash" or "sh")
            .SelectMany(f => f.Text.Split('\n').Select((line, i) => (f.File, Line: f.Line + i, Text: line.Trim().TrimStart('$').Trim())))
            .Where(l => l.Text.StartsWith(Prompt, StringComparison.Ordinal))
            .ToArray();

        var problems = lines.SelectMany(l => Problems(l.Text).Select(problem => $"{l.File}:{l.Line}: {problem}")).ToArray();

        Assert.Empty(problems);
        Assert.NotEmpty(lines);
    }

    [Theory]
    [InlineData("- uses: OWNER/pipelinekit/actions/say-it@v1\n  with:\n    tones: soft", "`say-it` has no input `tones`")]
    [InlineData("- uses: OWNER/pipelinekit/actions/say-id@v1", "there is no command `say-id`")]
    [InlineData("- uses: OWNER/pipelinekit@v1\n  with:\n    command: say-it\n    tone: sharp", "`sharp` is not a value of `tone`")]
    [InlineData("- uses: OWNER/pipelinekit@v1\n  with: { tone: soft }", "there is no command ``")]
    [InlineData("- uses: OWNER/pipelinekit/actions/say-it@v1\n  id: a\n- run: ${{ steps.a.outputs.sayed }}", "`say-it` has no output `sayed`")]
    [InlineData("- task: PipelineKit@1\n  inputs:\n    command: say-it\n    words-to-say: x", "`say-it` has no input `words-to-say`")]
    [InlineData("- task: PipelineKit@7\n  inputs:\n    command: say-it", "the task has no major version 7")]
    [InlineData("- task: PipelineKit@1\n  name: a\n  inputs: { command: say-it }\n- script: echo $(a.saidWord)", "`say-it` has no output `saidWord`")]
    public void A_sample_that_drifted_is_found(string yaml, string problem) =>
        Assert.Equal([problem], new SampleChecker(SampleCatalog.Both).Check(yaml));

    [Theory]
    [InlineData("- uses: OWNER/pipelinekit@v1\n  id: a\n  with: { command: say-it, tone: '${{ inputs.tone }}', quiet: true }\n- run: ${{ steps.a.outputs.said-words }} ${{ steps.b.outputs.x }}")]
    [InlineData("- task: PipelineKit@1\n  name: a\n  inputs: { command: say-it, wordsToSay: x, reportPath: r.json }\n- script: echo $(a.saidWords) $(Build.SourceBranch)")]
    public void A_sample_that_fits_has_no_problem(string yaml)
    {
        var checker = new SampleChecker(SampleCatalog.Both);

        Assert.Empty(checker.Check(yaml));
        Assert.Equal(1, checker.Steps);
    }

    private static string[] Problems(string line)
    {
        // Samples quote with '...' only around a whole value.
        var words = line[Prompt.Length..].Split(" | ")[0].Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(w => w.Trim('\'', '"')).ToArray();
        if (words is ["--version"])
        {
            return [];
        }

        try
        {
            var request = Request.Parse(words, Catalog.All(() => throw new InvalidOperationException("nothing is run")));
            _ = request is { Action: { } action, WantsHelp: false } ? OptionParser.Parse(action, request.Rest) : null;
            return [];
        }
        catch (FailureException problem)
        {
            return problem.Failures.Select(f => f.What).ToArray();
        }
    }
}
