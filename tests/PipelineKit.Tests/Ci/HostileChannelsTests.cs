using System.Text;
using PipelineKit.Actions;
using PipelineKit.Ci;
using PipelineKit.Failures;
using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Tests.Ci;

/// <summary>Text from outside through every channel of both CI systems: no command we did not mean, and those we meant read back exactly.</summary>
public sealed class HostileChannelsTests
{
    [Theory]
    [InlineData(HostKind.GitHub)]
    [InlineData(HostKind.Azure)]
    public void No_text_in_the_log_becomes_a_command_or_a_second_line(HostKind kind) =>
        Hostile.Check(texts =>
        {
            using var run = new LogOnly(kind);
            foreach (var text in texts)
            {
                run.Host.Line(text);
            }

            run.Host.WriteData(string.Join('\n', texts.Select(t => t.ReplaceLineEndings(" "))));
            Assert.Empty(Commands(kind, run.Output));
            var lines = run.Output.Split('\n')[..^1];
            Assert.Equal(texts.Length * 2, lines.Length);
            Assert.DoesNotContain(lines, line => AzureAgent.IsFormatted(line) || AzureAgent.IsSuspicious(line) || line.Contains('\r', StringComparison.Ordinal));
            Assert.All(lines, line => Assert.Equal(line, SafeText.Line(line)));
        });

    [Fact]
    public void Annotations_on_GitHub_say_exactly_what_was_meant() =>
        Hostile.Check(texts =>
        {
            foreach (var some in texts.Chunk(10))
            {
                using var run = new LogOnly(HostKind.GitHub);
                foreach (var text in some)
                {
                    run.Host.Annotate(new(AnnotationLevel.Error, text, text, new SourcePlace("a/" + text, 3, 4, 5)));
                }

                var commands = GitHubRunner.Commands(run.Output);
                Assert.Equal(some.Length, commands.Count);
                Assert.All(commands.Zip(some), pair => AssertAnnotation(pair.First, "error", pair.Second, "title", "line"));
            }
        });

    [Fact]
    public void Annotations_on_Azure_say_exactly_what_was_meant() =>
        Hostile.Check(texts =>
        {
            using var run = new LogOnly(HostKind.Azure);
            foreach (var text in texts)
            {
                run.Host.Annotate(new(AnnotationLevel.Warning, text, text, new SourcePlace("a/" + text, 3, 4, 5)));
            }

            var commands = AzureAgent.Commands(run.Output);
            Assert.Equal(texts.Length, commands.Count);
            Assert.All(commands.Zip(texts), pair => AssertAnnotation(pair.First, "task.logissue", pair.Second, "code", "linenumber"));
        });

    [Fact]
    public void Outputs_on_GitHub_read_back_exactly() =>
        Hostile.Check(texts =>
        {
            using var run = new HostRun(HostKind.GitHub);
            for (var i = 0; i < texts.Length; i++)
            {
                run.Host.SetOutput(new(new Output($"output-{i}", ""), texts[i]));
            }

            var outputs = GitHubRunner.Outputs(run.OutputFile);
            Assert.Equal(texts.Length, outputs.Count);
            for (var i = 0; i < texts.Length; i++)
            {
                Assert.Equal(AsUtf8(texts[i]), outputs[$"output-{i}"]);
            }

            Assert.Empty(run.Output);
        });

    [Fact]
    public void Outputs_on_Azure_read_back_exactly() =>
        Hostile.Check(texts =>
        {
            using var run = new LogOnly(HostKind.Azure);
            foreach (var text in texts)
            {
                run.Host.SetOutput(new(new Output("image-ref", ""), text));
            }

            var commands = AzureAgent.Commands(run.Output);
            Assert.Equal(texts.Length, commands.Count);
            Assert.All(commands.Zip(texts), pair =>
            {
                Assert.Equal("task.setvariable", pair.First.Name);
                Assert.Equal("imageRef", pair.First.Properties["variable"]);
                Assert.Equal("true", pair.First.Properties["isOutput"]);
                Assert.Equal(2, pair.First.Properties.Count);
                Assert.Equal(pair.Second, pair.First.Data);
            });
        });

    [Theory]
    [InlineData(HostKind.GitHub)]
    [InlineData(HostKind.Azure)]
    public void Titles_of_groups_and_verdicts_stay_titles(HostKind kind) =>
        Hostile.Check(texts =>
        {
            using var run = new LogOnly(kind);
            foreach (var text in texts)
            {
                run.Host.OpenGroup(text);
                run.Host.CloseGroup();
                run.Host.Conclude(ExitCode.Ok, text);
            }

            var lines = run.Output.Split('\n')[..^1];
            var wanted = texts.Select(t => SafeText.Line(t)).ToArray();
            Assert.Equal(texts.Length * 3, lines.Length);
            if (kind == HostKind.Azure)
            {
                Assert.Empty(AzureAgent.Commands(run.Output));
                Assert.Equal(wanted.SelectMany(t => (string[])["##[group]" + t, "##[endgroup]", "##[section]" + t]), lines);
                return;
            }

            var commands = GitHubRunner.Commands(run.Output);
            Assert.Equal(wanted.SelectMany(t => (string[])[t, ""]), commands.Select(c => c.Data));
            Assert.Equal(texts.SelectMany(_ => (string[])["group", "endgroup"]), commands.Select(c => c.Name));
        });

    [Theory]
    [InlineData(HostKind.GitHub, "add-mask")]
    [InlineData(HostKind.Azure, "task.setsecret")]
    public void Masks_carry_each_line_of_the_secret_and_nothing_else(HostKind kind, string command) =>
        Hostile.Check(texts =>
        {
            using var run = new LogOnly(kind);
            foreach (var text in texts)
            {
                run.Host.Mask(text);
            }

            var commands = Commands(kind, run.Output);
            Assert.Equal(run.Output.Split('\n').Length - 1, commands.Count);
            Assert.All(commands, c => Assert.True(c.Name == command && c.Properties.Count == 0));
            var lines = texts.Where(t => !string.IsNullOrWhiteSpace(t))
                .SelectMany(t => t.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).ToHashSet(StringComparer.Ordinal);
            Assert.Subset(commands.Select(c => c.Data).ToHashSet(StringComparer.Ordinal), lines);
        });

    private static IReadOnlyList<LogCommand> Commands(HostKind kind, string log) =>
        kind == HostKind.GitHub ? GitHubRunner.Commands(log) : AzureAgent.Commands(log);

    private static void AssertAnnotation(LogCommand command, string name, string text, string codeProperty, string lineProperty)
    {
        Assert.Equal(name, command.Name);
        Assert.Equal(SafeText.Block(text), command.Data);
        Assert.Equal(SafeText.Line(text), command.Properties[codeProperty]);
        Assert.Equal("3", command.Properties[lineProperty]);
        Assert.Subset(Allowed, command.Properties.Keys.ToHashSet(StringComparer.Ordinal));
    }

    private static readonly HashSet<string> Allowed =
        ["file", "line", "col", "endColumn", "title", "type", "sourcepath", "linenumber", "columnnumber", "code"];

    private static string AsUtf8(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));

    /// <summary>A host without folders and files: a thousand of them cost nothing.</summary>
    private sealed class LogOnly : IDisposable
    {
        private readonly StringWriter _output = new();

        internal LogOnly(HostKind kind)
        {
            var variables = new Dictionary<string, string> { [kind == HostKind.GitHub ? "GITHUB_ACTIONS" : "TF_BUILD"] = "true" };
            Host = CiHosts.Detect(variables, _output, _output, new() { CurrentFolder = "/none" }, new StillTime());
        }

        internal ICiHost Host { get; }

        internal string Output => _output.ToString();

        public void Dispose() => _output.Dispose();
    }
}
