using System.Security.Cryptography;
using System.Text;

namespace PipelineKit.Testing;

/// <summary>A transparency log: a tree with others' entries in it already, its key, and its misbehaviour. Safe for several threads.</summary>
internal sealed class FakeLog
{
    private readonly Lock _lock = new();
    private readonly FakeMerkleTree _tree = new();
    private readonly List<byte[]> _bodies = [];
    private readonly Dictionary<string, int> _indexes = new(StringComparer.Ordinal);
    private readonly FakeLogKey _unknown;
    private readonly SigstoreFaults _faults;
    private readonly string _origin;

    /// <summary>A log with some entries.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="origin">What its checkpoints begin with.</param>
    /// <param name="others">Bodies of entries that are there already.</param>
    /// <param name="faults">How it misbehaves.</param>
    internal FakeLog(FakeLogKey key, string origin, IEnumerable<byte[]> others, SigstoreFaults faults)
    {
        (Key, _origin, _faults, _unknown) = (key, origin, faults, FakeLogKey.Ecdsa(key.Name));
        foreach (var body in others)
        {
            Add(body);
        }
    }

    /// <summary>Its key.</summary>
    internal FakeLogKey Key { get; }

    /// <summary>Takes an entry in; null when it is there already.</summary>
    internal int? Add(byte[] body)
    {
        lock (_lock)
        {
            var leaf = LeafId(body);
            if (!_indexes.TryAdd(leaf, _tree.Size))
            {
                return null;
            }

            _bodies.Add(body);
            return _tree.Append(body);
        }
    }

    /// <summary>The hash of an entry's leaf in hex.</summary>
    internal static string LeafId(byte[] body) => Convert.ToHexStringLower(FakeMerkleTree.LeafHash(body));

    /// <summary>The index of the entry with this leaf, or null.</summary>
    internal int? Find(string leafId)
    {
        lock (_lock)
        {
            return _indexes.TryGetValue(leafId, out var index) ? index : null;
        }
    }

    /// <summary>An entry with the proof that it is in the log as it is now, once the gate is open.</summary>
    internal async Task<FakeLogged> ProveAsync(int index, CancellationToken cancellation)
    {
        if (_faults.LogGate is { } gate)
        {
            await gate.PassAsync(cancellation);
        }

        if (_faults.LogLatency > TimeSpan.Zero)
        {
            // The distance a test asked for; none by default.
            await Task.Delay(_faults.LogLatency, TimeProvider.System, cancellation);
        }

        lock (_lock)
        {
            var fault = _faults.Log;
            var size = _tree.Size;
            var told = fault == LogFault.OtherEntry ? 0 : index;
            var root = _tree.Root(size);
            var signed = fault == LogFault.ForkedCheckpoint ? SHA256.HashData(root) : root;
            var checkpoint = (fault == LogFault.UnknownKey ? _unknown : Key).Checkpoint(_origin, size, signed);
            return new(told, _bodies[told], root, size, _tree.Path(fault == LogFault.OtherPath ? (told + size - 1) % size : told, size), checkpoint);
        }
    }

    /// <summary>Some signatures of somebody else, each with the hash it is over and its key.</summary>
    internal static IEnumerable<(byte[] Hash, byte[] Signature, byte[] Spki)> Others(int count)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        for (var i = 0; i < count; i++)
        {
            var hash = SHA256.HashData(Encoding.UTF8.GetBytes("artifact " + i));
            yield return (hash, key.SignHash(hash, DSASignatureFormat.Rfc3279DerSequence), key.ExportSubjectPublicKeyInfo());
        }
    }
}

/// <summary>An entry as a log tells of it.</summary>
/// <param name="Index">Its index in this log.</param>
/// <param name="Body">Its bytes.</param>
/// <param name="Root">The root hash.</param>
/// <param name="Size">The number of entries.</param>
/// <param name="Hashes">The path to the root.</param>
/// <param name="Checkpoint">The signed note.</param>
internal sealed record FakeLogged(int Index, byte[] Body, byte[] Root, int Size, IReadOnlyList<byte[]> Hashes, string Checkpoint);
