using PipelineKit.Actions;
using PipelineKit.Ci;
using PipelineKit.Failures;
using PipelineKit.Git;
using PipelineKit.Oci;

namespace PipelineKit.DigestPin;

/// <summary>The registries and the Git server of a run, with what proves who we are to them.</summary>
internal sealed class RemoteSet : IDisposable
{
    private readonly RegistryTransport _transport;

    private RemoteSet(RegistryTransport transport, Remotes remotes)
    {
        _transport = transport;
        Remotes = remotes;
    }

    internal Remotes Remotes { get; }

    internal static RemoteSet Open(DigestPinOptions options, CommandContext context)
    {
        return null!;
    }

    /// <inheritdoc />
    public void Dispose() => _transport.Dispose();
}
