using PipelineKit.Oci;
using PipelineKit.Sigstore;
using PipelineKit.Testing.Git;

namespace PipelineKit.EndToEnd.Promote;

/// <summary>Two real docker-registries, a bare repository behind a Git server over HTTP, a clone of it, a key, and builds that are signed and attested.</summary>
internal sealed class PromotionSample : IAsyncDisposable
{
    public const string Branches = "pipelinekit/shop/";
    private readonly TempFolder _folder = new();
    private readonly DockerRegistry _builds;
    private readonly DockerRegistry _production;
    private readonly GitHttpServer _server;

    private PromotionSample(DockerRegistry builds, DockerRegistry production, string program)
    {
        (_builds, _production, Program) = (builds, production, program);
        var served = Path.Combine(_folder.Path, "served");
        Repository = GitTestRepository.Create(served, "acme/shop");
        _server = new GitHttpServer(served, new GitHttpServerOptions { TakesPushes = true });
        Clone = GitWorkTree.Create(Path.Combine(_folder.Path, "clone"));
    }

    public string Program { get; }

    public GitTestRepository Repository { get; }

    public GitWorkTree Clone { get; }

    public static async Task<PromotionSample> StartAsync()
    {
        var program = await Published.BinaryAsync();
        var sample = new PromotionSample(await DockerRegistry.StartAsync(), await DockerRegistry.StartAsync(), program);
        sample.Prepare();
        return sample;
    }

    /// <summary><c>registry/repository</c> of an environment, or of the builds.</summary>
    public string Place(string environment) => $"{(environment == "production" ? _production : _builds).Endpoint}/{environment}/shop";

    /// <summary>Pushes a build for two platforms, signs it and attests its bill of materials; returns its digest.</summary>
    public async Task<Digest> BuildAsync(string seed)
    {
        var image = SampleImage.Build(seed, "linux/amd64", "linux/arm64");
        using var transport = new RegistryTransport(new RegistryTransportOptions());
        var registry = new RegistryClient(transport);
        var repository = ImageReference.Parse(Place("build"));
        foreach (var blob in image.Blobs)
        {
            await registry.PutBlobAsync(repository, blob.Bytes, blob.MediaType, CancellationToken.None);
        }

        foreach (var manifest in image.Children.Append(image.Root))
        {
            await registry.PutManifestAsync(repository, ManifestParser.Parse(manifest.Bytes, manifest.MediaType, seed), tag: null, CancellationToken.None);
        }

        (await RunAsync("sign", "--images", $"{Place("build")}@{image.Root.Digest}", "--key", "release.key", "--attest", "cyclonedx=shop.cdx.json")).Expect(0);
        return image.Root.Digest;
    }

    /// <summary>Runs the program in the clone; branches are those of the server.</summary>
    public Task<ChildResult> PromotionAsync(string command, params string[] words) => Start(command, words).FinishAsync();

    /// <summary>Starts it.</summary>
    public RunningChild Start(string command, params string[] words) => Child([command, .. words, "--host", "git", "--remote", "origin", "--key", "release.key", "--timeout", "2m"]).Start();

    /// <summary>Runs the program in the clone.</summary>
    public Task<ChildResult> RunAsync(params string[] words) => Child(words).RunAsync();

    /// <summary>The digest skopeo sees under a tag.</summary>
    public async Task<Digest> SkopeoAsync(string environment)
    {
        var raw = await new Child(Peer.Program("skopeo"), "inspect", "--raw", "--tls-verify=false", $"docker://{Place(environment)}:current") { Environment = PipelineKit.Testing.Child.InheritedEnvironment() }.RunAsync();
        return Digest.Sha256(System.Text.Encoding.UTF8.GetBytes(raw.Expect(0).Output));
    }

    /// <summary>A file of the branch an environment's changes are on.</summary>
    public string File(string environment, string path) => Repository.Git("", "cat-file", "blob", $"refs/heads/{Branches}{environment}:{path}");

    /// <summary>A file of the branch that is merged into.</summary>
    public string Merged(string path) => Repository.Git("", "cat-file", "blob", $"refs/heads/main:{path}");

    /// <summary>Whether there is a branch with an environment's changes.</summary>
    public bool IsProposed(string environment) => Repository.Git("", "for-each-ref", $"refs/heads/{Branches}{environment}").Length > 0;

    /// <summary>Merges what was put up, as a person would.</summary>
    public void Merge(string environment) => Repository.Git("", "update-ref", "refs/heads/main", $"refs/heads/{Branches}{environment}");

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _builds.Dispose();
        _production.Dispose();
        _folder.Dispose();
    }

    private Child Child(params string[] words) => new(Program, words)
    {
        WorkingDirectory = Clone.Folder,
        Environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["HOME"] = _folder.Path, ["PATH"] = Environment.GetEnvironmentVariable("PATH") ?? "" },
    };

    private void Prepare()
    {
        var (signer, pkcs8) = PrivateKeyFile.Generate(KeyDetails.EcdsaP256Sha256);
        using (signer)
        {
            Clone.Commit(
                ("pipelinekit.yaml", Settings()),
                ("release.pub", signer.PublicKey.ToPem()),
                ("shop.cdx.json", """{"bomFormat":"CycloneDX","specVersion":"1.5","version":1,"components":[{"type":"library","name":"zlib","version":"1.3"}]}"""),
                ("deploy/dev.yaml", Manifest("dev")),
                ("deploy/staging.yaml", Manifest("staging")),
                ("deploy/production.yaml", Manifest("production")));
        }

        System.IO.File.WriteAllText(Path.Combine(Clone.Folder, "release.key"), PrivateKeyFile.Write(pkcs8));
        Clone.Git("remote", "add", "origin", new Uri(_server.Address, "acme/shop.git").AbsoluteUri);
        Clone.Git("push", "--quiet", "origin", "main");
    }

    private string Manifest(string environment) =>
        $$"""
        apiVersion: apps/v1
        kind: Deployment
        metadata: { name: shop }
        spec: { template: { spec: { containers: [ { name: shop, image: "{{Place(environment)}}:current" } ] } } }

        """;

    private string Settings() =>
        $$"""
        promotion:
          app: shop
          environments:
          - { name: dev, repository: "{{Place("dev")}}", tag: current, manifests: [deploy/dev.yaml] }
          - name: staging
            repository: {{Place("staging")}}
            tag: current
            manifests: [deploy/staging.yaml]
            lock-file: deploy/staging.lock.yaml
            gates: { signature: { key: release.pub }, attestations: [cyclonedx], sbom: true }
          - name: production
            repository: {{Place("production")}}
            tag: current
            production: true
            manifests: [deploy/*.yaml, '!deploy/dev.yaml', '!deploy/staging.yaml']
            lock-file: locks/production.yaml
            gates: { signature: { key: release.pub }, attestations: [cyclonedx] }

        """;
}
