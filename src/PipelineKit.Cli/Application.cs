using System.Diagnostics.CodeAnalysis;
using PipelineKit.Actions;
using PipelineKit.Ci;
using PipelineKit.Cli.CommandLine;
using PipelineKit.Demo;
using PipelineKit.Failures;

namespace PipelineKit.Cli;

/// <summary>
/// The way every command goes: find the host, read the inputs, run the definition, publish the report, exit.
/// Whatever is thrown on the way is published as failures with codes.
/// </summary>
internal sealed class Application
{
    // The options by which a command prints data on standard output; the log then goes to standard error.
    private static readonly Input<bool>[] DataFlags = [Inputs.Flag("json", ""), Inputs.Flag("diff", "")];

    /// <summary>The commands that are actions and tasks.</summary>
    public required ActionCatalog Published { get; init; }

    /// <summary>Every command.</summary>
    public required IReadOnlyList<ActionDefinition> Commands { get; init; }

    /// <summary>The environment variables.</summary>
    public required IReadOnlyDictionary<string, string> Variables { get; init; }

    /// <summary>Standard output.</summary>
    public required TextWriter Output { get; init; }

    /// <summary>Standard error.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>What is known about them.</summary>
    public required ProcessFacts Facts { get; init; }

    /// <summary>The clock.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>Runs what the words after the program's name ask for.</summary>
    public async Task<ExitCode> RunAsync(IReadOnlyList<string> arguments, CancellationToken cancellation)
    {
        var words = arguments is [""] ? [] : arguments;
        var (request, options, problem) = Read(words);
        if (request is { WantsHelp: true })
        {
            await Output.WriteAsync(request.Action is { } asked ? HelpText.Command(asked) : HelpText.Program(Commands));
            return ExitCode.Ok;
        }

        var data = DataFlags.Where(flag => options.Find(flag)?.Text == "true").Select(flag => flag.Name).ToArray();
        var printsData = data.Length > 0 || request?.Action is { PrintsData: true } || request?.Action?.Words.Any(w => w.PrintsData && options.Find(w.Input) is not null) == true;
        var host = CiHosts.Detect(Variables, Output, Error, Facts with { OutputIsForData = printsData }, Time);
        var run = new Run(host, new Reporter(host, Time, Product.Version)) { Action = request?.Action };
        run.Publish = run.Publish with { OutputIsForData = printsData, ResultToStandardOutput = data is ["json"] };
        if (problem is null && words.Count == 0 && host.Name == "console")
        {
            await Error.WriteAsync(HelpText.Program(Commands));
            return ExitCode.BadInput;
        }

        return await GuardAsync(run, () => problem is null ? RunAsync(run, options, cancellation) : throw problem, cancellation);
    }

    /// <summary>What the demo runs on: this program as on a terminal, whatever CI system it runs under, so that it sets no outputs of the step.</summary>
    public DemoStage DemoStage()
    {
        var plain = Variables.Where(v => v.Key is not ("GITHUB_ACTIONS" or "TF_BUILD")).ToDictionary(StringComparer.Ordinal);
        var inner = new Application
        {
            Published = Published,
            Commands = Commands,
            Variables = plain,
            Output = Output,
            Error = Error,
            Facts = Facts,
            Time = Time,
        };
        return new DemoStage(CiHosts.Detect(plain, Output, Error, Facts, Time).Line, inner.RunAsync);
    }

    private (Request? Request, CommandLineSource Options, FailureException? Problem) Read(IReadOnlyList<string> words)
    {
        Request? request = null;
        try
        {
            request = Request.Parse(words, Commands);
            var options = request is { Action: { } action, WantsHelp: false } ? OptionParser.Parse(action, request.Rest) : CommandLineSource.Empty;
            return (request, options, null);
        }
        catch (FailureException problem)
        {
            return (request, CommandLineSource.Empty, problem);
        }
    }

    private async Task<ExitCode> RunAsync(Run run, CommandLineSource options, CancellationToken cancellation)
    {
        var host = run.Host;
        run.Action ??= Request.Find(CommandFrom(host), Commands);
        var given = new InputReader([options, host.Inputs], host.Mask);
        run.Verbosity = VerbosityOf(given, host);
        var folder = Path.GetFullPath(given.Get(CommonInputs.WorkingDirectory), host.Context.Workspace);
        run.Publish = run.Publish with { WorkingDirectory = folder, ReportPath = given.Get(CommonInputs.ReportPath) };
        given.ThrowIfAny();
        if (!Directory.Exists(folder))
        {
            throw new FailureException(new Failure(
                FailureCodes.UnreadableFile, $"The working directory `{folder}` does not exist.", "Check the path; on CI, check the code out first.",
                SourcePlace.OfInput(CommonInputs.WorkingDirectory.Name)));
        }

        var place = ConfigurationPlace.Of(given.Get(CommonInputs.Config), folder, host.Context.Workspace, given.IsGiven(CommonInputs.Config));
        var configuration = await ConfigurationFile.ReadAsync(place, run.Action, Published, cancellation);
        var inputs = new InputReader([options, host.Inputs, configuration], host.Mask);
        run.Verbosity = VerbosityOf(inputs, host);
        run.Publish = run.Publish with { ReportPath = inputs.Get(CommonInputs.ReportPath), Quiet = run.Verbosity == Verbosity.Quiet };
        var report = await run.Action.Run(ContextOf(run, inputs, folder), cancellation);
        return run.Reporter.Publish(run.Action, report, run.Publish);
    }

    private CommandContext ContextOf(Run run, InputReader inputs, string folder) => new()
    {
        Inputs = inputs,
        Ci = run.Host.Context,
        Environment = HostEnvironmentReader.Read(Variables),
        WorkingDirectory = folder,
        Time = Time,
        Progress = run.Host.CreateProgress(run.Verbosity),
        Mask = run.Host.Mask,
    };

    private static Verbosity VerbosityOf(InputReader inputs, ICiHost host) =>
        inputs.Get(CommonInputs.Verbose) || host.DebugRequested ? Verbosity.Verbose
        : inputs.Get(CommonInputs.Quiet) ? Verbosity.Quiet
        : Verbosity.Normal;

    private string CommandFrom(ICiHost host) =>
        host.Inputs.Find(CommandSelector.For(Published))?.Text.Trim() ?? throw new FailureException(new Failure(
            FailureCodes.MissingInput,
            $"`{CommandSelector.Name}` is required and was not given.",
            $"Name one of {string.Join(", ", Published.Actions.Select(a => a.Name))}.",
            SourcePlace.OfInput(CommandSelector.Name)));

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "The outermost frame: every exception becomes a failure with a code, none is lost.")]
    private static async Task<ExitCode> GuardAsync(Run run, Func<Task<ExitCode>> body, CancellationToken cancellation)
    {
        try
        {
            return await body();
        }
        catch (Exception exception)
        {
            var failures = FailureMap.From(exception, cancellation.IsCancellationRequested);
            if (run.Verbosity == Verbosity.Verbose && failures.Any(f => f.Code == FailureCodes.Bug))
            {
                foreach (var line in exception.ToString().Split('\n'))
                {
                    run.Host.Line(line.TrimEnd('\r'));
                }
            }

            return run.Reporter.PublishFailures(run.Action, failures, run.Publish);
        }
    }

    /// <summary>What is known of the run so far; a failure is published with as much of it as there is.</summary>
    private sealed class Run(ICiHost host, Reporter reporter)
    {
        public ICiHost Host { get; } = host;

        public Reporter Reporter { get; } = reporter;

        public ActionDefinition? Action { get; set; }

        public Verbosity Verbosity { get; set; } = host.DebugRequested ? Verbosity.Verbose : Verbosity.Normal;

        public PublishOptions Publish { get; set; } = new() { WorkingDirectory = host.Context.Workspace };
    }
}
