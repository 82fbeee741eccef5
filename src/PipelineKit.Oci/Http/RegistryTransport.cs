using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;

namespace PipelineKit.Oci;

/// <summary>
/// Carries requests to registries: authorises them, repeats them after faults, waits when told to, follows safe redirects only. Throws
/// <see cref="RegistryException"/> with <see cref="RegistryProblem.Unavailable"/>, <see cref="RegistryProblem.Throttled"/>,
/// <see cref="RegistryProblem.Unsafe"/>, <see cref="RegistryProblem.Protocol"/> (an unusable token or redirect), and
/// <see cref="RegistryProblem.Unauthorized"/> or <see cref="RegistryProblem.Forbidden"/> when the token service refuses; every other final status is
/// returned for the caller to judge.
/// </summary>
public sealed class RegistryTransport : IDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<(RegistrySession Session, Authorizer Authorizer)>> _registries = new(StringComparer.OrdinalIgnoreCase);
    private readonly CancellationTokenSource _lifetime = new();
    private readonly RegistryTransportOptions _options;
    private readonly HttpWire _wire;
    private readonly Exchange _exchange;

    /// <summary>Opens nothing yet.</summary>
    public RegistryTransport(RegistryTransportOptions options)
    {
        _options = options;
        _wire = new HttpWire(options);
        _exchange = new Exchange(_wire, options);
    }

    /// <summary>The last rate limit each registry has told about.</summary>
    public IReadOnlyList<RateBudget> Budgets =>
        [.. _registries.Values.Where(r => r.IsValueCreated).Select(r => r.Value.Session.Budget).OfType<RateBudget>()];

    /// <summary>The clock that everything done over this transport goes by.</summary>
    internal TimeProvider Time => _options.Time;

    /// <summary>How long a piece of a body may take.</summary>
    internal TimeSpan Pause => _options.BodyDeadline;

    /// <summary>A line about what was done, to whom it may concern.</summary>
    internal void Tell(string line) => _options.Detail?.Invoke(line);

    /// <summary>
    /// Sends and returns the answer as soon as its headers are here; the caller disposes it. Reading its body throws
    /// <see cref="RegistryException"/> (<see cref="RegistryProblem.Unavailable"/>) when it breaks off or is too slow.
    /// </summary>
    public async Task<HttpResponseMessage> SendAsync(RegistryRequest request, CancellationToken cancellation)
    {
        var (session, authorizer) = _registries.GetOrAdd(request.Registry, r => new(() => Open(r))).Value;
        var header = (AuthenticationHeaderValue?)null;
        HttpResponseMessage response;
        IReadOnlyList<Challenge> challenges;
        var isProbe = await session.BeginProbeAsync(cancellation);
        try
        {
            header = await authorizer.HeaderAsync(request, cancellation);
            response = await _exchange.SendAsync(session, Reach.Named, () => Message(request, session, header), cancellation);
            challenges = response.StatusCode == HttpStatusCode.Unauthorized
                ? ChallengeParser.Parse(response.Headers.TryGetValues("WWW-Authenticate", out var values) ? values : [])
                : [];
            session.Learned(challenges);
        }
        finally
        {
            if (isProbe)
            {
                session.EndProbe();
            }
        }

        if (response.StatusCode != HttpStatusCode.Unauthorized
            || await authorizer.AnswerAsync(challenges, header, request, cancellation) is not { } answer)
        {
            return response;
        }

        response.Dispose();
        return await _exchange.SendAsync(session, Reach.Named, () => Message(request, session, answer), cancellation);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _lifetime.Cancel();
        _wire.Dispose();
        _lifetime.Dispose();
    }

    private static HttpRequestMessage Message(RegistryRequest request, RegistrySession session, AuthenticationHeaderValue? authorization)
    {
        var address = new Uri(session.Address.Origin.GetLeftPart(UriPartial.Authority) + request.PathAndQuery);
        var message = new HttpRequestMessage(request.Method, address) { Content = request.Body?.Invoke() };
        foreach (var accept in request.Accept)
        {
            message.Headers.TryAddWithoutValidation("Accept", accept);
        }

        foreach (var (name, value) in request.Headers)
        {
            message.Headers.TryAddWithoutValidation(name, value);
        }

        message.Headers.Authorization = authorization;
        return message;
    }

    private (RegistrySession Session, Authorizer Authorizer) Open(string registry)
    {
        var session = new RegistrySession(RegistryAddress.Of(registry, _options.PlainHttp), _options);
        return (session, new Authorizer(session, new TokenService(_exchange, _wire, _options), _options, _lifetime.Token));
    }
}
