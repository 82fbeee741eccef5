using System.Text;
using PipelineKit.Canary;
using PipelineKit.Ci;
using PipelineKit.Failures;
using PipelineKit.Trust;

namespace PipelineKit.CanaryVerify;

/// <summary>Opens the place metrics are read from.</summary>
internal static class MetricSources
{
    private const int MaximumPem = 1 << 20;

    /// <summary>Opens it; nothing is asked of an address yet, a file is read whole.</summary>
    /// <exception cref="FailureException">A certificate cannot be read.</exception>
    /// <exception cref="MetricSourceException">The file is none of metrics, or a certificate is damaged.</exception>
    internal static async Task<OpenedSource> OpenAsync(MetricsPlace place, CommandContext context, CancellationToken cancellation)
    {
        if (place.IsAzure)
        {
            return AzureSources.Open(place, context);
        }

        if (place.Url is null)
        {
            var content = await OutsideFile.ReadAsync(context.WorkingDirectory, place.File, (int)MetricFile.MaximumBytes, cancellation);
            return new OpenedSource(await MetricFile.ReadAsync(new MemoryStream(content, writable: false), place.File, cancellation), owned: null);
        }

        var connection = new PrometheusConnection
        {
            Address = place.Url,
            User = place.User,
            Password = place.Password,
            Token = place.Token,
            Headers = place.Headers,
            Authority = await PemAsync(place.Authority, context, cancellation),
            Certificate = await PemAsync(place.Certificate, context, cancellation),
            Key = await PemAsync(place.Key, context, cancellation),
        };
        if (connection.Problem() is { } problem)
        {
            throw new FailureException(new Failure(FailureCodes.BadInputValue, $"{problem}.", Place: SourcePlace.OfInput(CanaryInputs.MetricsUrl.Name)));
        }

        var handler = connection.CreateHandler();
        return new OpenedSource(new PrometheusSource(connection, handler, context.Time), handler);
    }

    private static async Task<string> PemAsync(string path, CommandContext context, CancellationToken cancellation) =>
        path.Length == 0 ? "" : Encoding.UTF8.GetString(await OutsideFile.ReadAsync(context.WorkingDirectory, path, MaximumPem, cancellation));
}

/// <summary>A source with what has to be closed after it.</summary>
/// <param name="source">The source.</param>
/// <param name="owned">What it asks with; null for a file.</param>
internal sealed class OpenedSource(IMetricSource source, IDisposable? owned) : IDisposable
{
    internal IMetricSource Source => source;

    public void Dispose()
    {
        (source as IDisposable)?.Dispose();
        owned?.Dispose();
    }
}
