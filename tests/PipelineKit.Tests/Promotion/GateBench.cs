using System.Text.Json;
using PipelineKit.Actions;
using PipelineKit.Audit;
using PipelineKit.Ci;
using PipelineKit.Oci;
using PipelineKit.Promotion;
using PipelineKit.Sigstore;
using PipelineKit.Testing;
using PipelineKit.Tests.Signatures;

namespace PipelineKit.Tests.Promotion;

/// <summary>An image in a registry, two keys, ledgers of two environments, a host and a clock, to judge gates with.</summary>
internal sealed class GateBench : IDisposable
{
    internal const string Commit = "0123456789012345678901234567890123456789";
    internal static readonly DateTimeOffset Now = new(2030, 1, 10, 12, 0, 0, TimeSpan.Zero);
    internal static readonly Digest Other = Digest.Sha256("another image"u8);

    private readonly SignatureWorld _world;
    private readonly HttpClientHandler _handler = new();
    private readonly Dictionary<string, KeySigner> _keys = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Ledger> _ledgers = new(StringComparer.Ordinal) { ["staging"] = Ledger.Empty("staging.jsonl"), ["live"] = Ledger.Empty("live.jsonl") };

    private GateBench(SignatureWorld world)
    {
        _world = world;
        foreach (var name in (string[])["release", "other"])
        {
            var (signer, _) = PrivateKeyFile.Generate(KeyDetails.EcdsaP256Sha256);
            _keys[name] = (KeySigner)signer;
            Folder.Write($"{name}.pub", signer.PublicKey.ToPem());
        }
    }

    internal static Digest Image => SignatureWorld.Subject.Digest;

    internal TempFolder Folder { get; } = new();

    internal InMemoryRegistry Registry => _world.Registry;

    internal MemoryPullRequests Host { get; } = new();

    internal LedgerAction Action { get; set; } = LedgerAction.Promote;

    internal CiContext? Ci { get; set; }

    internal static async Task<GateBench> MakeAsync(string place = "api") => new(await SignatureWorld.WithImageAsync(place));

    /// <summary>Adds a line to a ledger, so many hours ago.</summary>
    internal void Line(string environment, LedgerKind kind, double hoursAgo, Digest? image = null, LedgerAction action = LedgerAction.Promote, string reason = "") =>
        _ledgers[environment] = _ledgers[environment].Append(new LedgerEntry
        {
            Sequence = 0,
            Previous = null,
            Kind = kind,
            At = Now.AddHours(-hoursAgo),
            App = "shop",
            Environment = environment,
            Digest = image ?? Image,
            Action = kind == LedgerKind.Commit ? action : null,
            Reason = reason,
        });

    internal async Task<Digest> SignAsync(string key = "release", Digest? about = null) =>
        await AttachAsync(ImageSignature.Of(about ?? Image, new Dictionary<string, string>(StringComparer.Ordinal)), key);

    internal async Task<Digest> AttestAsync(string type, string predicate, string key = "release", Digest? about = null)
    {
        using var json = JsonDocument.Parse(predicate);
        return await AttachAsync(new Attestation(type, json.RootElement.Clone()).About("shop", about ?? Image), key);
    }

    /// <summary>Attaches an attestation whose predicate was changed after it was signed.</summary>
    internal async Task ForgeAsync(string type)
    {
        using var json = JsonDocument.Parse("{}");
        var bundle = await BundleAsync(new Attestation(type, json.RootElement.Clone()).About("shop", Image), "release");
        var envelope = ((DsseContent)bundle.Content).Envelope;
        using var forged = JsonDocument.Parse("""{"forged":true}""");
        var payload = new Attestation(type, forged.RootElement.Clone()).About("shop", Image).ToJson();
        await _world.AttachAsync(bundle with { Content = new DsseContent(new DsseEnvelope(envelope.PayloadType, payload, envelope.Signatures)) });
    }

    /// <summary>Judges by these gates of the environment <c>live</c>, after <c>staging</c>.</summary>
    internal async Task<IReadOnlyList<GateOutcome>> JudgeAsync(string gates, bool first = false)
    {
        var settings = SettingsSample.Read(
            first
                ? $"app: shop\nenvironments:\n  - {{ name: live, repository: r.example/shop, gates: {gates} }}\n"
                : $"app: shop\nenvironments:\n  - {{ name: staging, repository: r.example/s }}\n  - {{ name: live, repository: r.example/shop, gates: {gates} }}\n");
        var to = settings.Find("live")!;
        var question = new GateQuestion
        {
            Settings = settings,
            To = to,
            From = settings.Before(to),
            Place = new ImagePlace(_world.Images, _world.Repository),
            Digest = Image,
            Action = Action,
            Ledgers = new LedgerView("head", _ledgers),
            Offline = true,
        };
        return await new PromotionGates(Context(), _handler, Host).JudgeAsync(question, CancellationToken.None);
    }

    /// <summary>The only outcome of this gate.</summary>
    internal async Task<GateOutcome> JudgeAsync(string gates, string id) => (await JudgeAsync(gates)).Single(o => o.Id == id);

    public void Dispose()
    {
        foreach (var key in _keys.Values)
        {
            key.Dispose();
        }

        _handler.Dispose();
        _world.Dispose();
        Folder.Dispose();
    }

    private async Task<Digest> AttachAsync(InTotoStatement statement, string key) => (await _world.AttachAsync(await BundleAsync(statement, key))).Manifests[0];

    private async Task<SigstoreBundle> BundleAsync(InTotoStatement statement, string key)
    {
        using var http = new HttpMessageInvoker(_handler, disposeHandler: false);
        using var signer = BundleSigner.WithKey(_keys[key], SigningServices.None, root: null, http, new FakeTimeProvider(Now));
        return await signer.SignStatementAsync(statement.ToJson(), CancellationToken.None);
    }

    private CommandContext Context() => new()
    {
        Inputs = new InputReader([], _ => { }),
        Ci = Ci ?? new CiContext { Workspace = Folder.Path, Commit = Commit, Actor = "ann" },
        Environment = new HostEnvironment(),
        WorkingDirectory = Folder.Path,
        Time = new FakeTimeProvider(Now),
        Progress = new RecordingProgress(),
        Mask = _ => { },
    };
}
