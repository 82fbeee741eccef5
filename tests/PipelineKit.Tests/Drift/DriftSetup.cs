using System.Text.Json;
using PipelineKit.Audit;
using PipelineKit.Cli;
using PipelineKit.Failures;
using PipelineKit.Locking;
using PipelineKit.Oci;
using PipelineKit.Testing;
using PipelineKit.Tests.Ci;
using PipelineKit.Tests.Cli;
using PipelineKit.Tests.Report;
using Xunit;

namespace PipelineKit.Tests.Drift;

/// <summary>A registry with an image for two platforms, its ledger, lock and manifest, and the whole program to compare them.</summary>
internal sealed class DriftSetup : IDisposable
{
    public DriftSetup()
    {
        Digest = Registry.Add("acme/shop", "production", Sample);
        Before = Registry.Add("acme/shop", "before", SampleImage.Build("before", "linux/amd64", "linux/arm64"));
        Folder.Write("pipelinekit.yaml", $"""
            promotion:
              app: shop
              environments:
                - name: staging
                  repository: {Registry.Endpoint}/acme/staging/shop
                - name: production
                  repository: {Registry.Endpoint}/acme/shop
                  tag: production
                  production: true
                  lock-file: deploy/images.lock.yaml
                  manifests: ["deploy/*.yaml", "!deploy/images.lock.yaml"]
            """);
        Ledger(new LedgerScript("production", Image).Add("06-01 10:00", LedgerKind.Commit, Before).Add("06-02 10:00", LedgerKind.Commit, Digest));
        Lock(Digest);
        Manifest($"{Image}@{Digest}");
    }

    public static string Postgres => "docker.io/library/postgres@" + LedgerScript.Image("postgres");

    public InMemoryRegistry Registry { get; } = new();

    public SampleImage Sample { get; } = SampleImage.Build("shop", "linux/amd64", "linux/arm64");

    /// <summary>What is recorded.</summary>
    public Digest Digest { get; }

    /// <summary>What was there before.</summary>
    public Digest Before { get; }

    public string Image => $"{Registry.Endpoint}/acme/shop";

    public CommandLineRun Program { get; } = new() { Commands = Catalog.Published.Actions };

    public TempFolder Folder => Program.Folder;

    public JsonElement Result => JsonDocument.Parse(Folder.Read("result.json")).RootElement.GetProperty("result");

    /// <summary>Kinds of what the last run found, in order.</summary>
    public string[] Kinds => [.. Result.GetProperty("findings").EnumerateArray().Select(f => f.GetProperty("kind").GetString()!)];

    public JsonElement Finding(string kind) => Result.GetProperty("findings").EnumerateArray().Single(f => f.GetProperty("kind").GetString() == kind);

    public void Ledger(LedgerScript script) => Folder.Write(script.Ledger.Path, script.Bytes);

    /// <summary>Writes the lock: the image, and an image of somebody else.</summary>
    public void Lock(Digest digest, params Digest[] platforms)
    {
        LockedImage Locked(string image, Digest of) => new() { Image = image, Digest = of, MediaType = MediaTypes.OciIndex, FirstSeen = LedgerScript.Time("06-02 10:00") };
        var own = Locked($"{Image}:production", digest) with { Platforms = [.. ((string[])["linux/amd64", "linux/arm64"]).Zip(platforms)] };
        Folder.Write("deploy/images.lock.yaml", ImageLockFile.Write(new ImageLock([own, Locked("docker.io/library/postgres:17", LedgerScript.Image("postgres"))], [])));
    }

    public void Manifest(params string[] images) => Folder.Write("deploy/shop.yaml", $"""
        apiVersion: apps/v1
        kind: Deployment
        metadata: {"{"} name: shop, namespace: shop {"}"}
        spec:
          template:
            spec:
              containers:
        {string.Join("\n", images.Select((image, i) => $"        - name: c{i}\n          image: {image}"))}
        """);

    /// <summary>Compares production; what it leaves behind must be what the schema says.</summary>
    public async Task<ExitCode> RunAsync(params string[] words)
    {
        var exit = await Program.RunAsync([.. HostInputsOf.With(["drift", .. words], ("--ledger-folder", "promotions"), ("--environment", "production"), ("--report-path", "result.json"))]);
        using var document = JsonDocument.Parse(Folder.Read("result.json"));
        Assert.Empty(ResultSchema.Violations(document.RootElement));
        return exit;
    }

    public void Dispose()
    {
        Registry.Dispose();
        Program.Dispose();
    }
}
