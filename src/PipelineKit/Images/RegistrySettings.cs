using PipelineKit.Oci;

namespace PipelineKit.Images;

/// <summary>How a command reaches registries.</summary>
public sealed record RegistrySettings
{
    /// <summary>Credentials given as inputs.</summary>
    public required RegistryCredentialList Credentials { get; init; }

    /// <summary>Where registries are asked.</summary>
    public required RegistryMirrors Mirrors { get; init; }

    /// <summary>Registries that may be asked over plain HTTP, beside loopback.</summary>
    public required IReadOnlyList<string> PlainHttp { get; init; }

    /// <summary>How many requests of one registry run at once.</summary>
    public required int Concurrency { get; init; }

    /// <summary>The limit for the whole run, and so for waiting while a registry throttles.</summary>
    public required TimeSpan Timeout { get; init; }

    /// <summary>A token of github.com, for ghcr.io; null for none.</summary>
    public required string? GitHubToken { get; init; }
}
