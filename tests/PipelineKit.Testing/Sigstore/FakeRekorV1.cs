using System.Security.Cryptography;
using System.Text;

namespace PipelineKit.Testing;

/// <summary>The log with API v1: promises, proofs, and 409 with the place of an entry that is there already.</summary>
internal sealed class FakeRekorV1
{
    private const string Entries = "/api/v1/log/entries";
    private const string TreeId = "108e9186e8c5677a";
    private const long EarlierShards = 1000;
    private readonly SigstoreFaults _faults;
    private readonly TimeProvider _time;

    internal FakeRekorV1(SigstoreFaults faults, TimeProvider time)
    {
        (_faults, _time) = (faults, time);
        var others = FakeLog.Others(5).Select(o => FakeRekorV1Entries.HashedRekord("sha256", o.Hash, o.Signature, PemEncoding.WriteString("PUBLIC KEY", o.Spki) + "\n"));
        Log = new FakeLog(FakeLogKey.Ecdsa("rekor-v1.example.test"), "rekor-v1.example.test - 1193050959916656506", others, faults);
    }

    /// <summary>The tree and its key.</summary>
    internal FakeLog Log { get; }

    /// <summary>Answers a request below <c>/api/v1/log/entries</c>.</summary>
    internal async Task<LoopbackResponse> AnswerAsync(LoopbackRequest request, string path, CancellationToken cancellation)
    {
        if (request.Method == "GET" && path.StartsWith(Entries + "/" + TreeId, StringComparison.Ordinal))
        {
            var index = Log.Find(path[(Entries.Length + 1 + TreeId.Length)..]) ?? throw new FakeRefusalException(404, "no such entry");
            return await TellAsync(200, index, cancellation);
        }

        if (request.Method != "POST" || path != Entries)
        {
            throw new FakeRefusalException(404, $"{request.Method} {path} is not part of the API");
        }

        var body = FakeRekorV1Entries.Body(request);
        if (Log.Add(body) is not { } added)
        {
            return LoopbackResponse.Of(409, "application/json", """{"code":409,"message":"an equivalent entry already exists in the transparency log"}""")
                .With("Location", $"{Entries}/{TreeId}{FakeLog.LeafId(body)}");
        }

        return _faults.Log == LogFault.AnswerLost ? throw new FakeRefusalException(502, "bad gateway") : await TellAsync(201, added, cancellation);
    }

    private async Task<LoopbackResponse> TellAsync(int status, int index, CancellationToken cancellation)
    {
        var logged = await Log.ProveAsync(index, cancellation);
        var (time, global) = (_time.GetUtcNow().ToUnixTimeSeconds(), logged.Index + EarlierShards);
        return LoopbackResponse.Of(status, "application/json", FakeJson.Write(w =>
        {
            w.WriteStartObject();
            w.WriteStartObject(TreeId + FakeLog.LeafId(logged.Body));
            w.WriteBase64String("body", logged.Body);
            w.WriteNumber("integratedTime", time);
            w.WriteString("logID", Convert.ToHexStringLower(Log.Key.Id));
            w.WriteNumber("logIndex", global);
            w.WriteStartObject("verification");
            w.WriteStartObject("inclusionProof");
            w.WriteString("checkpoint", logged.Checkpoint);
            w.WriteStartArray("hashes");
            foreach (var hash in logged.Hashes)
            {
                w.WriteStringValue(Convert.ToHexStringLower(hash));
            }

            w.WriteEndArray();
            w.WriteNumber("logIndex", logged.Index);
            w.WriteString("rootHash", Convert.ToHexStringLower(logged.Root));
            w.WriteNumber("treeSize", logged.Size);
            w.WriteEndObject();
            w.WriteBase64String("signedEntryTimestamp", Log.Key.Sign(Promised(logged.Body, time, global)));
            w.WriteEndObject();
            w.WriteEndObject();
            w.WriteEndObject();
        }));
    }

    private byte[] Promised(byte[] body, long time, long index)
    {
        var told = Convert.ToBase64String(_faults.Log == LogFault.WrongPromise ? SHA256.HashData(body) : body);
        return Encoding.UTF8.GetBytes($$"""{"body":"{{told}}","integratedTime":{{time}},"logID":"{{Convert.ToHexStringLower(Log.Key.Id)}}","logIndex":{{index}}}""");
    }
}
