using System.Net;

namespace PipelineKit.Oci;

/// <summary>One request to a registry or its token service until it has a final answer: the turn at the gate, redirects, retries, deadlines.</summary>
internal sealed class Exchange(HttpWire wire, RegistryTransportOptions options)
{
    private readonly RedirectFollower _redirects = new(wire, options);

    /// <summary>
    /// Sends what <paramref name="make"/> makes (anew for every try). Throws <see cref="RegistryException"/> with Throttled, Unavailable,
    /// Unsafe or Protocol.
    /// </summary>
    public async Task<HttpResponseMessage> SendAsync(RegistrySession session, Reach reach, Func<HttpRequestMessage> make, CancellationToken cancellation)
    {
        var spent = TimeSpan.Zero;
        var refusals = 0;
        for (var tries = 1; ;)
        {
            session.ThrowIfDown();
            var attempt = await InTurnAsync(session, reach, make, refusals, cancellation);
            spent += attempt.Took;
            if (attempt.Response is { StatusCode: HttpStatusCode.TooManyRequests })
            {
                attempt.Response.Dispose();
                refusals++;
                continue;
            }

            if (attempt.Response is { } response && !IsTransient(response.StatusCode))
            {
                return await WatchedBody.WatchAsync(response, options, cancellation);
            }

            attempt.Response?.Dispose();
            var wait = Wait(attempt.Response, tries);
            spent += wait;
            if (!attempt.MayRepeat || tries == options.MaximumTries || spent > options.RequestDeadline)
            {
                throw GiveUp(session, attempt, tries);
            }

            tries++;
            options.Detail?.Invoke($"{attempt.Source}: {attempt.Reason}; try {tries} of {options.MaximumTries} in {wait.TotalSeconds:0.0} s");
            await Task.Delay(wait, options.Time, cancellation);
        }
    }

    /// <summary>One try, when it is its turn. What it tells about the registry's patience is told to the gate before the next one is let in.</summary>
    private async Task<Attempt> InTurnAsync(
        RegistrySession session, Reach reach, Func<HttpRequestMessage> make, int refusals, CancellationToken cancellation)
    {
        var message = make();
        var epoch = await session.Gate.EnterAsync(cancellation);
        var holdsTurn = message.Content is not StreamedContent;
        if (!holdsTurn)
        {
            // It may take long, and what it sends may come through this very gate.
            session.Gate.Leave();
        }

        try
        {
            var start = options.Time.GetTimestamp();
            var attempt = await AttemptAsync(session, reach, message, make, cancellation);
            if (attempt.Response is { StatusCode: HttpStatusCode.TooManyRequests } refused)
            {
                Pause(session, epoch, refused, refusals + 1);
            }
            else if (attempt.Response is { } response && !IsTransient(response.StatusCode))
            {
                session.Answered(epoch, response);
            }

            return attempt with { Took = options.Time.GetElapsedTime(start) };
        }
        finally
        {
            if (holdsTurn)
            {
                session.Gate.Leave();
            }
        }
    }

    private static bool IsTransient(HttpStatusCode status) => status is HttpStatusCode.RequestTimeout or HttpStatusCode.InternalServerError
        or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout;

    private static string? RetryAfter(HttpResponseMessage? response) =>
        response is not null && response.Headers.TryGetValues("Retry-After", out var values) ? values.FirstOrDefault() : null;

    private async Task<Attempt> AttemptAsync(RegistrySession session, Reach reach, HttpRequestMessage message, Func<HttpRequestMessage> make, CancellationToken cancellation)
    {
        var url = message.RequestUri!;
        var streamed = message.Content as StreamedContent;
        var mayRepeat = message.Method != HttpMethod.Patch && streamed is null;
        var limit = options.HeadersTimeout + TimeSpan.FromSeconds((double)(streamed is null ? message.Content?.Headers.ContentLength ?? 0 : 0) / options.MinimumBodyRate);
        using var timeout = new CancellationTokenSource(limit, options.Time);
        if (streamed is not null)
        {
            streamed.Deadline = timeout;
        }

        using var both = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellation);
        try
        {
            var response = await _redirects.SendAsync(message, make, reach, session.Address, both.Token);
            return new Attempt(url, response, $"it answered {(int)response.StatusCode}", mayRepeat, null);
        }
        catch (OperationCanceledException e) when (timeout.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            return new Attempt(url, null, $"it did not {(streamed is null ? $"answer within {limit.TotalSeconds:0} s" : "get on for too long")}", mayRepeat, e);
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            return new Attempt(url, null, "it was not connected in time", mayRepeat, e);
        }
        catch (HttpRequestException e)
        {
            if (TransportFault.Guarded(e) is { } guarded)
            {
                throw guarded;
            }

            var fault = TransportFault.Of(e);
            return new Attempt(url, null, fault.Reason, fault.IsTransient && mayRepeat, e);
        }
    }

    private void Pause(RegistrySession session, int epoch, HttpResponseMessage response, int refusals)
    {
        var wait = RetryWait.Asked(RetryAfter(response), options.Time.GetUtcNow()) ?? RetryWait.Backoff(refusals);
        if (!session.Gate.Refused(epoch, wait))
        {
            using var last = response;
            var exception = new RegistryException(
                RegistryProblem.Throttled,
                SafeUrl.Of(response.RequestMessage!.RequestUri!),
                $"{session.Address.Registry} refuses further requests for now (429); the next pause of {wait.TotalSeconds:0} s would be longer than is waited for in all",
                response.StatusCode);
            session.Down(exception);
            throw exception;
        }

        options.Detail?.Invoke($"{session.Address.Registry} answered 429; all its requests pause for {wait.TotalSeconds:0.0} s");
    }

    private TimeSpan Wait(HttpResponseMessage? response, int tries)
    {
        var asked = RetryWait.Asked(RetryAfter(response), options.Time.GetUtcNow());
        return asked is null ? RetryWait.Backoff(tries) : asked < RetryWait.Cap ? asked.Value : RetryWait.Cap;
    }

    private static RegistryException GiveUp(RegistrySession session, Attempt attempt, int tries)
    {
        var message = $"{attempt.Url.Authority}: {attempt.Reason} ({(tries == 1 ? "1 try" : tries + " tries")})";
        var exception = new RegistryException(RegistryProblem.Unavailable, attempt.Source, message, attempt.Response?.StatusCode, attempt.Cause);
        if (attempt.Response is null && attempt.MayRepeat)
        {
            session.Down(exception);
        }

        return exception;
    }

    private sealed record Attempt(Uri Url, HttpResponseMessage? Response, string Reason, bool MayRepeat, Exception? Cause)
    {
        public TimeSpan Took { get; init; }

        public string Source => SafeUrl.Of(Url);
    }
}
