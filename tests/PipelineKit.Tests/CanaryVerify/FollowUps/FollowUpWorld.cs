using PipelineKit.Actions;
using PipelineKit.Audit;
using PipelineKit.Canary;
using PipelineKit.CanaryVerify;
using PipelineKit.Ci;
using PipelineKit.Cli;
using PipelineKit.Failures;
using PipelineKit.Locking;
using PipelineKit.Oci;
using PipelineKit.Promotion;
using PipelineKit.PullRequests;
using PipelineKit.Testing;
using PipelineKit.Testing.Git;
using PipelineKit.Tests.Cli;

namespace PipelineKit.Tests.CanaryVerify.FollowUps;

/// <summary>A registry, a real local Git repository with an environment, the program that promotes, and a command that does what follows a verdict.</summary>
internal sealed class FollowUpWorld : IDisposable
{
    public const string Environment = "production";
    private readonly CommandLineRun _program;

    public FollowUpWorld()
    {
        _program = new CommandLineRun { Commands = [.. Catalog.Published.Actions.Where(a => a.Name is "promote" or "report"), Definition] };
        Git = GitWorkTree.Create(_program.Folder.Path);
        Git.Commit(
            ("pipelinekit.yaml", $$"""
                promotion:
                  app: shop
                  environments:
                  - { name: {{Environment}}, repository: {{Registry.Endpoint}}/shop, tag: current, production: true, manifests: [deploy/shop.yaml] }

                """),
            ("deploy/shop.yaml", $$"""
                apiVersion: apps/v1
                kind: Deployment
                metadata: { name: shop }
                spec: { template: { spec: { containers: [ { name: shop, image: "{{Registry.Endpoint}}/shop:current" } ] } } }

                """));
        Good = Registry.Add("build/shop", "good", SampleImage.Build("good", "linux/amd64"));
        Bad = Registry.Add("build/shop", "bad", SampleImage.Build("bad", "linux/amd64"));
        Outcome = Judged(CanaryVerdict.Fail);
    }

    public InMemoryRegistry Registry { get; } = new();

    public GitWorkTree Git { get; }

    public Digest Good { get; }

    public Digest Bad { get; }

    /// <summary>The verdict that things follow.</summary>
    public CanaryOutcome Outcome { get; set; }

    /// <summary>What was done.</summary>
    public IReadOnlyList<FollowUp> Done { get; private set; } = [];

    public TempFolder Folder => _program.Folder;

    public string Said => _program.All;

    private ActionDefinition Definition => new()
    {
        Name = "follow",
        Title = "follow",
        Summary = "Do what follows a verdict",
        Icon = "activity",
        Inputs = FollowUpPlan.Inputs,
        Outputs = [],
        Permissions = [],
        Run = FollowAsync,
    };

    public CanaryOutcome Judged(CanaryVerdict verdict)
    {
        var sample = CanarySample.Outcome(verdict);
        var end = DateTimeOffset.FromUnixTimeSeconds(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds());
        return sample with
        {
            Scopes = sample.Scopes with { Baseline = sample.Scopes.Baseline with { Digest = Good }, Canary = sample.Scopes.Canary with { Digest = Bad } },
            Window = sample.Window with { Start = end - (sample.Window.Step * sample.Window.Count) },
            DecidedAt = end,
        };
    }

    public Task<ExitCode> PromoteAsync(Digest digest) => _program.RunAsync("promote", "--to", Environment, "--image", $"{Registry.Endpoint}/build/shop@{digest}", "--sign-record", "false");

    public Task<ExitCode> FollowAsync(params string[] words) => _program.RunAsync(["follow", "--rollback-check", "0s", "--sign-record", "false", .. words]);

    public Task<ExitCode> RunAsync(params string[] words) => _program.RunAsync(words);

    public FollowUp Step(string name) => Done.Single(f => f.Name == name);

    /// <summary>What the ledger on its branch says.</summary>
    public Ledger Ledger() => LedgerFiles.Open(System.Text.Encoding.UTF8.GetBytes(Git.Read("pipelinekit/ledger", $"promotions/{Environment}.jsonl")), "ledger", Environment);

    public EnvironmentHistory History() => EnvironmentHistory.Of(Ledger());

    public void Dispose()
    {
        Registry.Dispose();
        _program.Dispose();
    }

    private static Task<IReadOnlyList<FileChange>> NoRender(string environment, ImageLock locked, ReadBranchFiles read, CommandContext context, CancellationToken cancellation) =>
        throw new InvalidOperationException("nothing is rendered here");

    private async Task<CommandReport> FollowAsync(CommandContext context, CancellationToken cancellation)
    {
        var plan = FollowUpPlan.Parse(context, NoRender);
        context.Inputs.ThrowIfAny();
        await plan.PrepareAsync(context, cancellation);
        Done = await plan.RunAsync(Outcome, context, cancellation);
        return new CommandReport
        {
            Exit = FollowUpPlan.Exit(Outcome.HasFailed ? ExitCode.GateSaidNo : ExitCode.Ok, Done),
            Headline = string.Join(" | ", Done.Select(f => $"{f.Name}: {f.Text}")),
            Summary = new Summary("follow", []),
            Result = default,
        };
    }
}
