namespace PipelineKit.Canary;

/// <summary>Metrics that Azure Monitor keeps of a resource (Metrics - List, version 2023-10-01). Queries are selectors; see <see cref="SourceDialect.AzureMetrics"/>.</summary>
public sealed class AzureMetricsSource : IMetricSource, IDisposable
{
    // A day of minutes.
    private const int MaximumPoints = 1440;
    private readonly AzureConnection _connection;
    private readonly string _resource;
    private readonly MetricServerOptions _options;
    private readonly AzureTokens _tokens;
    private readonly ServerExchange _server;

    /// <summary>Creates it.</summary>
    /// <param name="connection">Which service, as whom.</param>
    /// <param name="resource">The id of the resource, <c>/subscriptions/...</c>.</param>
    /// <param name="handler">The way to it, which must not follow redirects by itself; stays the caller's.</param>
    /// <param name="time">For time limits and waits.</param>
    /// <param name="options">Limits; null for the defaults.</param>
    /// <exception cref="MetricSourceException">The connection has a <see cref="AzureConnection.Problem"/>, or the resource is no id.</exception>
    public AzureMetricsSource(AzureConnection connection, string resource, HttpMessageHandler handler, TimeProvider time, MetricServerOptions? options = null)
    {
        (_connection, _resource, _options) = (connection, resource, options ?? new());
        var problem = connection.Problem() ?? (AzureMetricsRequest.IsResource(resource) ? null : "The id of a resource has the form /subscriptions/ID/resourceGroups/NAME/providers/TYPE/NAME");
        if (problem is not null)
        {
            throw new MetricSourceException(MetricSourceProblem.BadQuery, "Azure Monitor", problem + ".");
        }

        Name = connection.Name + resource;
        _tokens = new AzureTokens(connection, handler, time, _options);
        _server = new ServerExchange(Name, handler, time, _options, new RefusalHints(
            "the identity needs the role Monitoring Reader on the resource, and a token that is for this service", "is the id of the resource right?"));
    }

    /// <inheritdoc />
    public string Name { get; }

    /// <inheritdoc />
    public SourceDialect Dialect => SourceDialect.AzureMetrics;

    /// <summary>How the service calls a step (ISO 8601); null for one that it does not have.</summary>
    public static string? Interval(TimeSpan step) => step.TotalMinutes switch { 1 => "PT1M", 5 => "PT5M", 15 => "PT15M", 30 => "PT30M", 60 => "PT1H", _ => null };

    /// <inheritdoc />
    public Task<SeriesSet> SamplesAsync(string selector, TimeWindow window, CancellationToken cancellation) => AskAsync(selector, window, isCount: true, cancellation);

    /// <inheritdoc />
    public Task<SeriesSet> ValuesAsync(string expression, TimeWindow window, CancellationToken cancellation) => AskAsync(expression, window, isCount: false, cancellation);

    /// <inheritdoc />
    public void Dispose()
    {
        _server.Dispose();
        _tokens.Dispose();
    }

    private async Task<SeriesSet> AskAsync(string text, TimeWindow window, bool isCount, CancellationToken cancellation)
    {
        var interval = Interval(window.Step) ?? throw Bad($"Azure Monitor keeps metrics in steps of 1, 5, 15, 30 or 60 minutes, and `step` is {window.Step.TotalSeconds:0} s");
        var request = Parse(text, isCount);
        var series = new StepSeries(window, _options);
        var warnings = new List<string>();
        var (step, most) = (window.Step, Math.Min(MaximumPoints, _options.MaximumPoints));

        // The service keeps whole intervals of the clock.
        var start = new DateTimeOffset(window.Start.UtcTicks - (window.Start.UtcTicks % step.Ticks), TimeSpan.Zero);
        while (start < window.End)
        {
            var end = start + (step * (int)Math.Min(most, Math.Ceiling((window.End - start) / step)));
            var token = await _tokens.GetAsync(cancellation);
            var found = await _server.AskAsync(
                new Uri(_connection.Endpoint, request.Target(start, end, interval)),
                address => AzureAnswer.Request(HttpMethod.Get, address, token),
                (response, within) => AzureAnswer.ReadAsync(response, _options, answer => AzureMetricsAnswer.Read(answer, request, interval, series), within),
                cancellation);
            warnings.AddRange(found.Where(w => !warnings.Contains(w, StringComparer.Ordinal)));
            start = end;
        }

        return new SeriesSet(series.ToList(), warnings);
    }

    private AzureMetricsRequest Parse(string text, bool isCount)
    {
        try
        {
            return AzureMetricsRequest.Parse(text, _resource, isCount);
        }
        catch (QueryTextException e)
        {
            throw Bad(e.Message, e);
        }
    }

    private MetricSourceException Bad(string problem, Exception? inner = null) => new(MetricSourceProblem.BadQuery, Name, $"{Name}: {problem}.", inner);
}
