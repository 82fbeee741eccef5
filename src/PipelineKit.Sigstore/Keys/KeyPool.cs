using System.Security.Cryptography;

namespace PipelineKit.Sigstore;

/// <summary>
/// Imported key objects of one key. Importing costs twice a P-256 verification, and the objects are not promised to be safe for several threads at once: a
/// thread takes one out while it uses it, or imports another.
/// </summary>
internal sealed class KeyPool(Func<AsymmetricAlgorithm> import)
{
    private readonly AsymmetricAlgorithm?[] _idle = new AsymmetricAlgorithm?[Environment.ProcessorCount];

    /// <summary>Takes a key object out; give it back with <see cref="Return"/>.</summary>
    internal AsymmetricAlgorithm Take()
    {
        for (var i = 0; i < _idle.Length; i++)
        {
            if (Interlocked.Exchange(ref _idle[i], null) is { } idle)
            {
                return idle;
            }
        }

        return import();
    }

    /// <summary>Puts a key object back.</summary>
    internal void Return(AsymmetricAlgorithm key)
    {
        for (var i = 0; i < _idle.Length; i++)
        {
            if (Interlocked.CompareExchange(ref _idle[i], key, null) is null)
            {
                return;
            }
        }

        key.Dispose();
    }
}
