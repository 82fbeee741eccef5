using System.Diagnostics.CodeAnalysis;

namespace PipelineKit.Oci;

/// <summary>What one run has learnt about one registry: its gate, how it wants to be authorised, its budget, and whether it is down.</summary>
[SuppressMessage("Design", "CA1001", Justification = "A SemaphoreSlim whose wait handle is never asked for holds nothing to dispose.")]
internal sealed class RegistrySession(RegistryAddress address, RegistryTransportOptions options)
{
    private static readonly TimeSpan DownFor = TimeSpan.FromSeconds(15);

    private readonly SemaphoreSlim _first = new(1, 1);
    private volatile bool _isKnown;
    private volatile Challenge? _challenge;
    private volatile RateBudget? _budget;
    private volatile DownMark? _down;

    public RegistryAddress Address => address;

    public RegistryGate Gate { get; } = new(options.Time, Math.Max(1, options.MaximumConcurrency), options.PatienceForThrottling);

    /// <summary>Bearer or Basic once the registry has asked for it; null while it has not.</summary>
    public Challenge? Challenge => _challenge;

    /// <summary>The last rate limit headers.</summary>
    public RateBudget? Budget => _budget;

    /// <summary>
    /// Lets one request find out how the registry wants to be authorised while the others wait: true for that one, which calls
    /// <see cref="Learned"/> and <see cref="EndProbe"/>; false when it is known.
    /// </summary>
    public async Task<bool> BeginProbeAsync(CancellationToken cancellation)
    {
        if (_isKnown)
        {
            return false;
        }

        await _first.WaitAsync(cancellation);
        if (!_isKnown)
        {
            return true;
        }

        _first.Release();
        return false;
    }

    /// <summary>The first answer is here (or there will be none): the next one may go.</summary>
    public void EndProbe() => _first.Release();

    /// <summary>The registry has answered; with the challenges of its 401, if it was one.</summary>
    public void Learned(IReadOnlyList<Challenge> challenges)
    {
        _challenge = challenges.FirstOrDefault(c => c.IsBearer) ?? challenges.FirstOrDefault(c => c.IsBasic) ?? _challenge;
        _isKnown = true;
    }

    /// <summary>Notes a final answer: the registry is up, and may say what is left of its budget.</summary>
    /// <param name="epoch">What the gate said when the request entered.</param>
    /// <param name="response">The answer.</param>
    public void Answered(int epoch, HttpResponseMessage response)
    {
        _down = null;
        var budget = RateBudget.Read(address.Registry, First(response, "ratelimit-remaining"), First(response, "ratelimit-limit"));
        _budget = budget ?? _budget;
        Gate.Answered(epoch, budget?.Remaining);
    }

    /// <summary>The registry could not be reached after all retries, or wants no more requests for long: others need not find out again for a while.</summary>
    public void Down(RegistryException exception) => _down = new DownMark(exception, options.Time.GetTimestamp());

    /// <summary>Throws what the last one found out, if it was a moment ago.</summary>
    public void ThrowIfDown()
    {
        if (_down is { } down && options.Time.GetElapsedTime(down.Since) < DownFor)
        {
            throw new RegistryException(down.Cause.Problem, down.Cause.ImageSource, down.Cause.Message, down.Cause.Status, down.Cause);
        }
    }

    /// <summary>One header's first value.</summary>
    private static string? First(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;

    private sealed record DownMark(RegistryException Cause, long Since);
}
