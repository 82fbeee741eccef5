using System.Net;

namespace PipelineKit.Oci;

/// <summary>What a <see cref="RegistryTransport"/> needs to know; every limit has its default here.</summary>
public sealed record RegistryTransportOptions
{
    /// <summary>Where credentials come from. Default: anonymous.</summary>
    public FindCredential Credentials { get; init; } = static (_, _) => Task.FromResult<RegistryCredential?>(null);

    /// <summary>
    /// Asked first, with <c>host/repository</c> instead of the host, for credentials that are for a part of a registry only (containers-auth.json).
    /// Null: there are none such.
    /// </summary>
    public FindCredential? PathCredentials { get; init; }

    /// <summary>The clock of every wait, expiry and deadline.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Hosts (<c>host</c> or <c>host:port</c>) reached over plain HTTP. Loopback hosts need not be listed.</summary>
    public IReadOnlyList<string> PlainHttp { get; init; } = [];

    /// <summary>The most requests that wait for an answer of one registry at the same time.</summary>
    public int MaximumConcurrency { get; init; } = 64;

    /// <summary>The most tries of one request after connection faults and 408, 500, 502, 503, 504.</summary>
    public int MaximumTries { get; init; } = 5;

    /// <summary>How long a registry may refuse with 429 without answering anything before the request fails as throttled.</summary>
    public TimeSpan PatienceForThrottling { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long one try may take until the headers of its answer are here.</summary>
    public TimeSpan HeadersTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long one request may take with its retries until the headers are here, without the time it queues or is paused by 429.</summary>
    public TimeSpan RequestDeadline { get; init; } = TimeSpan.FromMinutes(4);

    /// <summary>How long a body may take; every <see cref="MinimumBodyRate"/> bytes received add a second.</summary>
    public TimeSpan BodyDeadline { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Bytes a second that a body must keep up after <see cref="BodyDeadline"/>.</summary>
    public int MinimumBodyRate { get; init; } = 16 * 1024;

    /// <summary>Receives one line for every exchange and wait: method, address with allow-listed query values only, status. Never a credential.</summary>
    public Action<string>? Detail { get; init; }

    /// <summary>Receives every secret before it is used, so that the host can mask it.</summary>
    public Action<string>? OnSecret { get; init; }

    /// <summary>Asks DNS. The addresses are checked and then connected to, without asking again.</summary>
    public Func<string, CancellationToken, Task<IPAddress[]>> ResolveHost { get; init; } = Dns.GetHostAddressesAsync;

    /// <summary>Replaces the sockets, for tests. The transport does not dispose it.</summary>
    public HttpMessageHandler? Handler { get; init; }
}
