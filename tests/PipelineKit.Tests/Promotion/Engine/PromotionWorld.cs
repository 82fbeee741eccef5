using System.Text;
using PipelineKit.Actions;
using PipelineKit.Audit;
using PipelineKit.Ci;
using PipelineKit.Oci;
using PipelineKit.Promotion;
using PipelineKit.PullRequests;
using PipelineKit.Signing;
using PipelineKit.Sigstore;
using PipelineKit.Testing;
using PipelineKit.Trust;

namespace PipelineKit.Tests.Promotion.Engine;

/// <summary>A registry with builds, a repository with manifests of three environments, and runs that promote between them. Everything in memory, the clock still.</summary>
internal sealed class PromotionWorld : IDisposable
{
    public const string Ledger = "pipelinekit/ledger";
    public static readonly CommitAuthor Author = new("Deploy Bot", "deploy@example.com");
    private readonly TempFolder _folder = new();

    public PromotionWorld(string? settings = null)
    {
        Settings = PromotionSettingsFile.Read(Encoding.UTF8.GetBytes((settings ?? DefaultSettings).Replace("REGISTRY", Registry.Endpoint, StringComparison.Ordinal)), "pipelinekit.yaml");
        foreach (var environment in Settings.Environments)
        {
            Host.Commit("main", $"deploy/{environment.Name}.yaml", Manifest($"{Registry.Endpoint}/{environment.Name}/shop:1"));
        }

        Host.Approvals = _ => [];
    }

    public InMemoryRegistry Registry { get; } = new();

    public MemoryPullRequests Host { get; } = new();

    public FakeTimeProvider Time { get; } = new() { AutoAdvance = true };

    public PromotionSettings Settings { get; }

    public TempFolder Folder => _folder;

    public static string DefaultSettings =>
        """
        promotion:
          app: shop
          environments:
          - { name: dev, repository: REGISTRY/dev/shop, tag: current, lock-file: deploy/dev.lock.yaml, manifests: [deploy/dev.yaml] }
          - { name: staging, repository: REGISTRY/staging/shop, tag: current, lock-file: deploy/staging.lock.yaml, manifests: [deploy/staging.yaml] }
          - { name: production, repository: REGISTRY/production/shop, tag: current, lock-file: deploy/production.lock.yaml, manifests: [deploy/production.yaml], production: true }

        """;

    public static string Manifest(string image) =>
        $$"""
        # kept by hand
        apiVersion: apps/v1
        kind: Deployment
        metadata: { name: shop }
        spec:
          template:
            spec:
              containers:
              - name: shop
                image:   {{image}}   # the shop
              - name: proxy
                image: nginx:1.29

        """;

    /// <summary>A build, in the repository of builds; the same seed is the same image.</summary>
    public Digest Build(string seed) => Registry.Add("build/shop", seed, SampleImage.Build(seed, "linux/amd64", "linux/arm64"));

    public EnvironmentSettings Environment(string name) => Settings.Find(name)!;

    public PromotionRequest Request(string to, Digest? digest = null) => new()
    {
        Settings = Settings,
        To = Environment(to),
        Action = LedgerAction.Promote,
        Digest = digest,
        FromRepository = to == "dev" ? $"{Registry.Endpoint}/build/shop" : "",
        Author = Author,
    };

    public PromotionRequest Back(string environment, Digest? digest = null) => Request(environment, digest) with { Action = LedgerAction.Rollback, FromRepository = "" };

    public Task<PromotionResult> PromoteAsync(string to, Digest? digest = null) => RunAsync(Request(to, digest));

    public Task<PromotionResult> RollbackAsync(string environment, Digest? digest = null) => RunAsync(Back(environment, digest));

    /// <summary>One run; something may happen to it at one of its calls.</summary>
    public async Task<PromotionResult> RunAsync(PromotionRequest request, Chaos? chaos = null)
    {
        using var registry = new InMemoryRegistryHandler(Registry);
        using var handler = new ChaosHandler(registry, chaos ?? new Chaos());
        using var transport = new RegistryTransport(new RegistryTransportOptions { MaximumTries = 1, Time = Time, Handler = handler });
        var tools = new PromotionTools(new RegistryClient(transport), path => new OciLayout(path), chaos is null ? Host : new ChaosHost(Host, chaos), handler, NoRender, Context);
        return await new PromotionRun(request, tools).RunAsync(CancellationToken.None);
    }

    public CommandContext Context => new()
    {
        Inputs = new InputReader([], _ => { }),
        Ci = new CiContext { Workspace = _folder.Path, Actor = "ann", RunUrl = "https://ci.example/runs/1", Commit = new string('c', 40) },
        Environment = new HostEnvironment(),
        WorkingDirectory = _folder.Path,
        Time = Time,
        Progress = SilentProgress.Instance,
        Mask = _ => { },
    };

    /// <summary>A key to sign records with.</summary>
    public SigningSettings Key()
    {
        var (_, pkcs8) = PrivateKeyFile.Generate(KeyDetails.EcdsaP256Sha256);
        _folder.Write("release.key", PrivateKeyFile.Write(pkcs8));
        return new SigningSettings
        {
            Key = "release.key",
            KeyPassword = null,
            SignerCommand = [],
            IdentityToken = "",
            Services = new ServiceAddresses(null, null, 1, null, ""),
            Trust = new TrustSettings("", Offline: true, SigstoreInstance.PublicGood),
            TransparencyLog = false,
        };
    }

    /// <summary>A key whose public half is in this file.</summary>
    public KeySigner PublicKey(string file)
    {
        var (signer, _) = PrivateKeyFile.Generate(KeyDetails.EcdsaP256Sha256);
        _folder.Write(file, signer.PublicKey.ToPem());
        return signer;
    }

    public async Task<EnvironmentHistory> HistoryAsync(string environment) => EnvironmentHistory.Of((await LinesAsync(environment))!);

    public async Task<Ledger> LinesAsync(string environment) =>
        (await new LedgerStore(Host, Ledger, "promotions", Author, Time).ReadAsync([environment], CancellationToken.None)).Ledgers[environment];

    /// <summary>What the tag of an environment means; null for nothing.</summary>
    public Digest? Tag(string environment, string tag = "current") =>
        Registry.Has($"{environment}/shop", tag) ? Digest.Sha256(Registry.Read($"{environment}/shop", tag)) : null;

    /// <summary>A file of the open pull request of an environment, or of the base without one.</summary>
    public string File(string environment, string name) =>
        Encoding.UTF8.GetString((Host.Head($"pipelinekit/shop/{environment}") ?? Host.Head("main"))!.Files.GetValueOrDefault(name).Span);

    /// <summary>Merges what was put up.</summary>
    public void Merge(string environment) => Host.Merge($"pipelinekit/shop/{environment}");

    public void Dispose()
    {
        Registry.Dispose();
        _folder.Dispose();
    }

    private static Task<IReadOnlyList<FileChange>> NoRender(string environment, PipelineKit.Locking.ImageLock locked, ReadBranchFiles read, CommandContext context, CancellationToken cancellation) =>
        throw new InvalidOperationException("nothing is rendered here");
}
