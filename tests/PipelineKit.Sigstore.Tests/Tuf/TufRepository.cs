using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using PipelineKit.Testing;

namespace PipelineKit.Sigstore.Tests;

/// <summary>
/// A TUF repository under a test's hand: keys, roles and files that can each be made wrong. It answers HTTP with what was written; newer roots may be missing,
/// asking for any other file that is not there is a fault of the test unless it said so.
/// </summary>
internal sealed class TufRepository : HttpMessageHandler
{
    private const string Base = "https://tuf.example/repo/";
    private readonly List<string> _requests = [];

    internal TufRepository()
    {
        foreach (var role in new[] { "root", "timestamp", "snapshot", "targets" })
        {
            Signers[role] = [TufTestKey.Edwards()];
            Signed[role] = new JsonObject { ["_type"] = role, ["spec_version"] = "1.0.31", ["version"] = 1, ["expires"] = "2031-01-01T00:00:00Z" };
        }

        Signed["root"]["consistent_snapshot"] = true;
        Signed["targets"]["targets"] = new JsonObject();
        AddTarget("trusted_root.json", "{}"u8.ToArray());
        WriteRoot();
        Anchor = Files["1.root.json"];
        Publish();
    }

    /// <summary>By role; all of them sign what is written.</summary>
    internal Dictionary<string, List<TufTestKey>> Signers { get; } = new(StringComparer.Ordinal);

    /// <summary>The signed part of each role, to be changed before it is written.</summary>
    internal Dictionary<string, JsonObject> Signed { get; } = new(StringComparer.Ordinal);

    /// <summary>By path below the base address.</summary>
    internal Dictionary<string, byte[]> Files { get; } = new(StringComparer.Ordinal);

    /// <summary>Answers that come before <see cref="Files"/>.</summary>
    internal Dictionary<string, Func<HttpResponseMessage>> Answers { get; } = new(StringComparer.Ordinal);

    /// <summary>What was asked for, in order.</summary>
    internal IReadOnlyList<string> Requests => _requests;

    internal List<HttpRequestMessage> Messages { get; } = [];

    /// <summary>The first root.</summary>
    internal byte[] Anchor { get; set; }

    internal FakeTimeProvider Time { get; } = new() { AutoAdvance = true };

    internal JsonObject Targets(string role = "targets") => Signed[role]["targets"]!.AsObject();

    internal Task<byte[]> GetAsync(TempFolder folder, string name = "trusted_root.json")
    {
        _requests.Clear();
        return new TufClient(new Uri(Base), Anchor, Path.Combine(folder.Path, "tuf"), new HttpMessageInvoker(this, disposeHandler: false), Time).GetTargetAsync(name, CancellationToken.None);
    }

    internal void AddTarget(string path, byte[] content, string role = "targets")
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(content));
        Targets(role)[path] = new JsonObject { ["length"] = content.Length, ["hashes"] = new JsonObject { ["sha256"] = hash } };
        var slash = path.LastIndexOf('/') + 1;
        Files[$"targets/{path[..slash]}{hash}.{path[slash..]}"] = content;
    }

    /// <summary>Raises the version of a role.</summary>
    internal void Bump(string role) => Signed[role]["version"] = Version(role) + 1;

    internal long Version(string role) => long.Parse(Signed[role]["version"]!.ToJsonString(), CultureInfo.InvariantCulture);

    /// <summary>Writes the root with the keys as they are now; the given keys (of the root before) sign too.</summary>
    internal void WriteRoot(params IEnumerable<TufTestKey> before)
    {
        DescribeKeys();
        SignRoot(before);
    }

    /// <summary>Writes the next version of the root, signed by the keys of the last one as well.</summary>
    internal void NextRoot(Action? change = null)
    {
        var before = Signers["root"].ToList();
        change?.Invoke();
        Bump("root");
        WriteRoot(before);
    }

    internal void SignRoot(params IEnumerable<TufTestKey> before) => Files[$"{Version("root")}.root.json"] = TufTestJson.Sign(Signed["root"], before.Concat(Signers["root"]).Distinct());

    /// <summary>Puts the signers into the root's keys and roles.</summary>
    internal void DescribeKeys()
    {
        var roles = new JsonObject();
        var keys = new JsonObject();
        foreach (var role in new[] { "root", "timestamp", "snapshot", "targets" })
        {
            roles[role] = TufTestJson.Role(Signers[role], Signers[role].Count);
            TufTestJson.AddKeys(keys, Signers[role]);
        }

        Signed["root"]["keys"] = keys;
        Signed["root"]["roles"] = roles;
    }

    /// <summary>Writes targets, delegated roles, snapshot and timestamp as they are, with what each says of the next.</summary>
    internal void Publish()
    {
        foreach (var role in Signed.Keys.Where(r => r is not ("root" or "timestamp" or "snapshot")))
        {
            WriteTargets(role);
        }

        WriteSnapshot();
        WriteTimestamp();
    }

    /// <summary>The next version of everything below the root.</summary>
    internal void PublishNext()
    {
        foreach (var role in Signed.Keys.Where(r => r != "root"))
        {
            Bump(role);
        }

        Publish();
    }

    internal void WriteTargets(string role = "targets") => Files[$"{Version(role)}.{Uri.EscapeDataString(role)}.json"] = TufTestJson.Sign(Signed[role], Signers[role]);

    internal void WriteSnapshot(bool describe = true)
    {
        if (describe)
        {
            var roles = Signed.Keys.Where(r => r is not ("root" or "timestamp" or "snapshot"));
            Signed["snapshot"]["meta"] = new JsonObject(roles.Select(r => KeyValuePair.Create(r + ".json", (JsonNode?)Describe(r))));
        }

        Files[$"{Version("snapshot")}.snapshot.json"] = TufTestJson.Sign(Signed["snapshot"], Signers["snapshot"]);
    }

    internal void WriteTimestamp(bool describe = true)
    {
        if (describe)
        {
            Signed["timestamp"]["meta"] = new JsonObject { ["snapshot.json"] = Describe("snapshot") };
        }

        Files["timestamp.json"] = TufTestJson.Sign(Signed["timestamp"], Signers["timestamp"]);
    }

    /// <summary>Adds a delegated role, after the ones before, that the given role trusts for these paths.</summary>
    internal JsonObject Delegate(string from, string name, bool terminating = false, params string[] paths)
    {
        Signers.TryAdd(name, [TufTestKey.Edwards()]);
        Signed.TryAdd(name, new JsonObject { ["_type"] = "targets", ["spec_version"] = "1.0", ["version"] = 1, ["expires"] = "2031-01-01T00:00:00Z", ["targets"] = new JsonObject() });
        var delegations = (Signed[from]["delegations"] ??= new JsonObject { ["keys"] = new JsonObject(), ["roles"] = new JsonArray() }).AsObject();
        TufTestJson.AddKeys(delegations["keys"]!.AsObject(), Signers[name]);
        var role = TufTestJson.Role(Signers[name], 1);
        role["name"] = name;
        role["terminating"] = terminating;
        role["paths"] = new JsonArray([.. paths.Select(p => (JsonNode)p)]);
        delegations["roles"]!.AsArray().Add((JsonNode)role);
        return role;
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var address = request.RequestUri!.AbsoluteUri;
        if (!address.StartsWith(Base, StringComparison.Ordinal))
        {
            throw new InvalidOperationException("asked outside of the repository: " + address);
        }

        var path = address[Base.Length..];
        _requests.Add(path);
        Messages.Add(request);
        if (Answers.TryGetValue(path, out var answer))
        {
            return Task.FromResult(answer());
        }

        if (Files.TryGetValue(path, out var bytes))
        {
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent(bytes) });
        }

        return path.EndsWith(".root.json", StringComparison.Ordinal)
            ? Task.FromResult(new HttpResponseMessage(HttpStatusCode.NotFound))
            : throw new InvalidOperationException("the repository was not given the file " + path);
    }

    private JsonObject Describe(string role)
    {
        var bytes = Files[string.Create(CultureInfo.InvariantCulture, $"{Version(role)}.{Uri.EscapeDataString(role)}.json")];
        return new JsonObject
        {
            ["version"] = Version(role),
            ["length"] = bytes.Length,
            ["hashes"] = new JsonObject { ["sha256"] = Convert.ToHexStringLower(SHA256.HashData(bytes)) },
        };
    }
}
