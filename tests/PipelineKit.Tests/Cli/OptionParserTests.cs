using PipelineKit.Cli.CommandLine;
using PipelineKit.Failures;
using PipelineKit.Testing.Actions;
using Xunit;

namespace PipelineKit.Tests.Cli;

public sealed class OptionParserTests
{
    public static TheoryData<string[], string, string?> Given() => new()
    {
        { [], "tone", null },
        { ["--tone", "loud"], "tone", "loud" },
        { ["--tone=loud"], "tone", "loud" },
        { ["--tone="], "tone", "" },
        { ["--tone", "a=b"], "tone", "a=b" },
        { ["--tone=a=b"], "tone", "a=b" },
        { ["--tone", "-1"], "tone", "-1" },
        { ["--tone=--loud"], "tone", "--loud" },
        { ["--tone", "@file"], "tone", "@file" },
        { ["--twice"], "twice", "true" },
        { ["--twice", "--tone", "loud"], "twice", "true" },
        { ["--twice", "false"], "twice", "false" },
        { ["--twice=false"], "twice", "false" },
        { ["--words-to-say", "a", "--words-to-say", "b", "--words-to-say=c"], "words-to-say", "a\nb\nc" },
        { ["--words-to-say", "a\nb"], "words-to-say", "a\nb" },
        { ["--quiet"], "quiet", "true" },
    };

    [Theory]
    [MemberData(nameof(Given))]
    public void Options_are_read_as_written(string[] words, string input, string? expected)
    {
        var action = SampleCatalog.Say();
        var source = OptionParser.Parse(action, words);

        Assert.Equal(expected, source.Find(action.AllInputs.Single(i => i.Name == input))?.Text);
    }

    public static TheoryData<string[], string, string> Wrong() => new()
    {
        { ["--tonne", "loud"], FailureCodes.UnknownCommand.Id, "`say-it` has no option `--tonne`. Did you mean `--tone`?" },
        { ["--tonne=loud"], FailureCodes.UnknownCommand.Id, "`say-it` has no option `--tonne`. Did you mean `--tone`?" },
        { ["--xyzzy"], FailureCodes.UnknownCommand.Id, "`say-it` has no option `--xyzzy`." },
        { ["-t", "loud"], FailureCodes.UnknownCommand.Id, "`say-it` has no option `-t`." },
        { ["loud"], FailureCodes.UnknownCommand.Id, "`loud` stands alone; `say-it` takes options only." },
        { ["--"], FailureCodes.UnknownCommand.Id, "`say-it` has no option `--`." },
        { ["--tone"], FailureCodes.BadInputValue.Id, "`--tone` was given without its value." },
        { ["--tone", "--twice"], FailureCodes.BadInputValue.Id, "`--tone` was given without its value." },
        { ["--tone", "soft", "--tone", "loud"], FailureCodes.BadInputValue.Id, "`--tone` was given more than once; it takes one value." },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void What_is_not_an_option_is_refused(string[] words, string code, string what)
    {
        var problem = Assert.Throws<FailureException>(() => OptionParser.Parse(SampleCatalog.Say(), words));

        var failure = Assert.Single(problem.Failures);
        Assert.Equal((code, what), (failure.Code.Id, failure.What));
    }

    [Fact]
    public void Every_problem_is_told_at_once()
    {
        var problem = Assert.Throws<FailureException>(() => OptionParser.Parse(SampleCatalog.Say(), ["alone", "--nope", "x", "--tone"]));

        Assert.Equal(3, problem.Failures.Count);
    }

    [Fact]
    public void The_value_of_an_unknown_option_is_never_shown_because_it_may_be_a_secret()
    {
        var problem = Assert.Throws<FailureException>(() => OptionParser.Parse(SampleCatalog.Say(), ["--kee", "s3cret", "--kye=s3cret"]));

        Assert.DoesNotContain("s3cret", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("again a.json", "tone=a.json")]
    [InlineData("--twice=true again a.json", "tone=a.json")]
    [InlineData("say a b --quiet", "words-to-say=a\nb")]
    public void What_stands_alone_after_a_word_of_the_command_is_a_value(string line, string expected)
    {
        var action = WithWords();
        var (name, value) = (expected.Split('=')[0], expected.Split('=')[1]);

        Assert.Equal(value, OptionParser.Parse(action, line.Split(' ')).Find(action.AllInputs.Single(i => i.Name == name))?.Text);
    }

    [Theory]
    [InlineData("agian a.json", "`say-it` has no word `agian`: allowed are again, say, and options. Did you mean `again`?")]
    [InlineData("again", "`again` was given without its value.")]
    [InlineData("again a.json b.json", "`--tone` was given more than once; it takes one value.")]
    public void A_word_there_is_not_or_without_its_value_is_refused(string line, string what) =>
        Assert.Equal(what, Assert.Throws<FailureException>(() => OptionParser.Parse(WithWords(), line.Split(' '))).Failures[0].What);

    [Fact]
    public void Help_shows_the_words() =>
        Assert.Contains("pipelinekit say-it say TEXT... [--option value]...", HelpText.Command(WithWords()), StringComparison.Ordinal);

    private static PipelineKit.Actions.ActionDefinition WithWords()
    {
        var action = SampleCatalog.Say();
        return action with { Words = [new("again", action.AllInputs.Single(i => i.Name == "tone")), new("say", action.AllInputs.Single(i => i.Name == "words-to-say"))] };
    }
}
