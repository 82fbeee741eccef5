using System.Text.Json;
using PipelineKit.Ci;
using PipelineKit.Failures;
using PipelineKit.Oci;
using PipelineKit.Testing.Actions;
using Xunit;

namespace PipelineKit.Tests.Cli;

public sealed class ApplicationTests
{
    [Fact]
    public async Task A_command_runs_with_the_options_given()
    {
        using var run = new CommandLineRun();

        Assert.Equal(ExitCode.Ok, await run.RunAsync("say-it", "--tone", "loud", "--words-to-say", "hello", "--twice"));
        Assert.Contains("loud: hello (twice)", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_command_line_comes_before_the_host_the_host_before_the_file_and_the_file_before_the_default()
    {
        using var run = new CommandLineRun().OnGitHub();
        run.Folder.Write("pipelinekit.yaml", "say-it:\n  tone: loud\n  words-to-say: [from, file]\n");
        run.Variables["INPUT_WORDS-TO-SAY"] = "from host";

        await run.RunAsync("say-it", "--words-to-say", "from line");
        await run.RunAsync("say-it");
        run.Variables["INPUT_WORDS-TO-SAY"] = "";
        await run.RunAsync("say-it");
        File.Delete(Path.Combine(run.Folder.Path, "pipelinekit.yaml"));
        await run.RunAsync("say-it");

        Assert.Equal(["loud: from line", "loud: from host", "loud: from file", "soft:"], Said(run));
    }

    [Fact]
    public async Task On_GitHub_the_root_action_names_the_command_by_an_input()
    {
        using var run = new CommandLineRun().OnGitHub();
        run.Variables["INPUT_COMMAND"] = "say-it";
        run.Variables["INPUT_WORDS-TO-SAY"] = "a\nb";

        Assert.Equal(ExitCode.Ok, await run.RunAsync());
        Assert.Equal(["soft: a b"], Said(run));
    }

    [Fact]
    public async Task On_Azure_the_inputs_have_camel_case_names()
    {
        using var run = new CommandLineRun().OnAzure();
        run.Variables["INPUT_COMMAND"] = "say-it";
        run.Variables["INPUT_WORDSTOSAY"] = "a";

        Assert.Equal(ExitCode.Ok, await run.RunAsync());
        Assert.Contains("##vso[task.setvariable variable=saidWords;", run.Output, StringComparison.Ordinal);
        Assert.Contains("soft: a", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_host_that_names_no_command_is_told_which_there_are()
    {
        using var run = new CommandLineRun().OnGitHub();

        Assert.Equal(ExitCode.BadInput, await run.RunAsync());
        Assert.Contains(FailureCodes.MissingInput.Id, run.All, StringComparison.Ordinal);
        Assert.Contains("say-it, count", run.All, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("say-id", "There is no command `say-id`. Did you mean `say-it`?")]
    [InlineData("--tone", "The command comes first: `pipelinekit COMMAND --tone`.")]
    public async Task An_unknown_command_is_refused_with_a_suggestion(string word, string what)
    {
        using var run = new CommandLineRun();

        Assert.Equal(ExitCode.BadInput, await run.RunAsync(word));
        Assert.Contains(what, run.Error, StringComparison.Ordinal);
        Assert.Contains(FailureCodes.UnknownCommand.Id, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_option_is_annotated_on_GitHub_and_sets_the_outputs()
    {
        using var run = new CommandLineRun().OnGitHub();

        Assert.Equal(ExitCode.BadInput, await run.RunAsync("say-it", "--tonne", "loud"));
        Assert.Contains("::error ", run.Output, StringComparison.Ordinal);
        Assert.Contains("PK0100", run.Folder.Read("output"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_bad_input_is_told_at_once()
    {
        using var run = new CommandLineRun();

        Assert.Equal(ExitCode.BadInput, await run.RunAsync("say-it", "--tone", "sharp", "--twice=maybe"));
        Assert.Contains("allowed are soft, loud", run.Error, StringComparison.Ordinal);
        Assert.Contains("allowed are true and false", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_working_directory_that_is_not_there_is_refused()
    {
        using var run = new CommandLineRun();

        Assert.Equal(ExitCode.BadInput, await run.RunAsync("say-it", "--working-directory", "nowhere"));
        Assert.Contains(FailureCodes.UnreadableFile.Id, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Paths_and_the_configuration_file_are_relative_to_the_working_directory()
    {
        using var run = new CommandLineRun();
        run.Folder.Write("sub/pipelinekit.yaml", "say-it: { tone: loud }\n");

        Assert.Equal(ExitCode.Ok, await run.RunAsync("say-it", "--working-directory", "sub", "--report-path", "out/result.json"));

        using var result = JsonDocument.Parse(run.Folder.Read("sub/out/result.json"));
        Assert.Equal("say-it", result.RootElement.GetProperty("command").GetString());
        Assert.Contains("loud:", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_configuration_file_that_was_named_must_exist()
    {
        using var run = new CommandLineRun();

        Assert.Equal(ExitCode.BadInput, await run.RunAsync("say-it", "--config", "other.yaml"));
        Assert.Contains("other.yaml", run.Error, StringComparison.Ordinal);
    }

    public static TheoryData<Exception, int, string> Thrown() => new()
    {
        { new FailureException(new Failure(FailureCodes.UnwritableFile, "full")), 2, "PK0202" },
        { new RegistryException(RegistryProblem.Forbidden, "ghcr.io/a/b", "no"), 3, "PK0301" },
        { new DigestMismatchException(Digest.Parse($"sha256:{new string('a', 64)}"), Digest.Parse($"sha256:{new string('b', 64)}"), "x"), 4, "PK0401" },
        { new RegistryException(RegistryProblem.Unavailable, "ghcr.io/a/b", "gone"), 5, "PK0302" },
        { new OperationCanceledException(), 5, "PK0303" },
        { new InvalidOperationException("odd"), 70, "PK0001" },
    };

    [Theory]
    [MemberData(nameof(Thrown))]
    public async Task Whatever_a_command_throws_ends_with_its_code(Exception thrown, int exit, string code)
    {
        using var run = Throwing(thrown);

        Assert.Equal((ExitCode)exit, await run.RunAsync("say-it", "--report-path", "result.json"));
        Assert.Contains(code, run.Error, StringComparison.Ordinal);
        using var result = JsonDocument.Parse(run.Folder.Read("result.json"));
        Assert.Equal(exit, result.RootElement.GetProperty("exitCode").GetInt32());
        Assert.Equal(code, result.RootElement.GetProperty("failures")[0].GetProperty("code").GetString());
    }

    [Fact]
    public async Task The_stack_of_a_bug_is_shown_only_when_asked_for()
    {
        using var plain = Throwing(new InvalidOperationException("odd"));
        using var verbose = Throwing(new InvalidOperationException("odd"));

        await plain.RunAsync("say-it");
        await verbose.RunAsync("say-it", "--verbose");

        Assert.DoesNotContain("   at ", plain.All, StringComparison.Ordinal);
        Assert.Contains("at PipelineKit.", verbose.All, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_signal_ends_a_command_as_cancelled()
    {
        using var stop = new CancellationTokenSource();
        using var run = new CommandLineRun
        {
            Commands = [SampleCatalog.Say(async (_, cancellation) =>
            {
                await stop.CancelAsync();
                cancellation.ThrowIfCancellationRequested();
                throw new InvalidOperationException("not cancelled");
            })],
        };

        Assert.Equal(ExitCode.Cancelled, await run.RunAsync(stop.Token, "say-it"));
        Assert.Contains(FailureCodes.Cancelled.Id, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_secret_input_is_masked_wherever_it_is_said()
    {
        using var run = new CommandLineRun
        {
            Commands = [SampleCatalog.Say((context, _) =>
                Task.FromResult(SampleCatalog.Report(ExitCode.Ok, $"the key is {context.Inputs.Get(SampleCatalog.Key)}")))],
        };

        await run.RunAsync("say-it", "--key", "hunter2hunter2");

        Assert.Contains("the key is", run.All, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2hunter2", run.All, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("-h")]
    [InlineData("help")]
    public async Task Help_lists_every_command_and_exit_code(string word)
    {
        using var run = new CommandLineRun();

        Assert.Equal(ExitCode.Ok, await run.RunAsync(word));
        Assert.Contains("  say-it", run.Output, StringComparison.Ordinal);
        Assert.Contains("  130 cancelled", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("say-it", "--help")]
    [InlineData("say-it", "--tone", "-h")]
    [InlineData("help", "say-it")]
    public async Task Help_of_a_command_shows_every_option_within_a_hundred_columns(params string[] words)
    {
        using var run = new CommandLineRun();

        Assert.Equal(ExitCode.Ok, await run.RunAsync(words));
        Assert.All(SampleCatalog.Say().AllInputs, input => Assert.Contains($"  --{input.Name}", run.Output, StringComparison.Ordinal));
        Assert.All(run.Output.Split('\n'), line => Assert.True(line.Length <= 100, line));
    }

    [Fact]
    public async Task Nothing_at_all_shows_the_help_and_is_an_error()
    {
        using var run = new CommandLineRun();

        Assert.Equal(ExitCode.BadInput, await run.RunAsync());
        Assert.Equal("", run.Output);
        Assert.Contains("Usage: pipelinekit COMMAND", run.Error, StringComparison.Ordinal);
    }

    private static CommandLineRun Throwing(Exception thrown) => new() { Commands = [SampleCatalog.Say((_, _) => Task.FromException<CommandReport>(thrown))] };

    private static string[] Said(CommandLineRun run) =>
        run.Output.Split('\n').Select(l => l.Trim()).Where(l => l.StartsWith("soft:", StringComparison.Ordinal) || l.StartsWith("loud:", StringComparison.Ordinal)).ToArray();

    [Theory]
    [InlineData("--json")]
    [InlineData("--diff")]
    public async Task Where_data_was_asked_for_standard_output_has_nothing_else_also_when_the_run_fails(string flag)
    {
        using var run = new CommandLineRun { Commands = [PipelineKit.DigestPin.DigestPinAction.Definition] };

        Assert.Equal(ExitCode.BadInput, await run.RunAsync("digest-pin", flag, "--mode", "spin"));

        Assert.Contains("`mode`", run.Error, StringComparison.Ordinal);
        if (flag == "--diff")
        {
            Assert.Empty(run.Output);
            return;
        }

        using var result = JsonDocument.Parse(run.Output);
        Assert.Equal("PK0102", result.RootElement.GetProperty("failures")[0].GetProperty("code").GetString());
    }
}
