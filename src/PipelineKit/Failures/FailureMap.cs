using PipelineKit.Canary;
using PipelineKit.Docker;
using PipelineKit.Evidence;
using PipelineKit.Git;
using PipelineKit.Oci;
using PipelineKit.Sigstore;

namespace PipelineKit.Failures;

/// <summary>The one place where what the libraries throw becomes a failure with a code.</summary>
public static class FailureMap
{
    /// <summary>The failures an exception stands for; an exception nobody foresaw is <see cref="FailureCodes.Bug"/>.</summary>
    /// <param name="exception">What ended the command.</param>
    /// <param name="cancelled">Whether a signal asked the run to stop.</param>
    public static IReadOnlyList<Failure> From(Exception exception, bool cancelled) =>
        exception switch
        {
            FailureException failed => failed.Failures,
            RegistryException registry => [From(registry)],
            GitServerException git => [new(git.Code, $"{git.Repository}: {git.Message}")],
            SigningException signing => [From(signing)],
            TufException tuf => [From(tuf)],
            EvidenceException evidence => [From(evidence)],
            DockerException docker => [From(docker)],
            MetricSourceException metrics => [From(metrics)],
            OperationCanceledException when cancelled => [new(FailureCodes.Cancelled, "The run was cancelled.")],
            OperationCanceledException => [new(FailureCodes.TimeRanOut, "An operation reached its time limit.")],
            _ => [new(FailureCodes.Bug, $"{exception.GetType().Name}: {exception.Message}")],
        };

    /// <summary>The failure a signing that did not come about stands for.</summary>
    public static Failure From(SigningException exception) =>
        new(
            exception.Problem switch
            {
                SigningProblem.BadKey => FailureCodes.UnusableKey,
                SigningProblem.Refused => FailureCodes.SigningRefused,
                SigningProblem.Unavailable => FailureCodes.SigningUnavailable,
                _ => FailureCodes.SigningUntrusted,
            },
            Sentence(exception.Message),
            exception.Remedy);

    /// <summary>The failure a document that is no evidence stands for.</summary>
    public static Failure From(EvidenceException exception) =>
        new(FailureCodes.BadEvidence, $"`{exception.Name}`: {Sentence(exception.Message)}", Place: new SourcePlace(exception.Name, exception.Line, exception.Column));

    /// <summary>The failure a Docker Engine's exception stands for.</summary>
    public static Failure From(DockerException exception)
    {
        var what = $"{exception.Endpoint}: {Sentence(exception.Message)}";
        return exception.Problem switch
        {
            DockerProblem.NotFound => new(FailureCodes.RemoteRefused, what, "Build or pull the image first, or name it in its registry (without `docker:`)."),
            DockerProblem.TooLarge => new(FailureCodes.RemoteProtocol, what),
            _ => new(FailureCodes.DockerUnavailable, what),
        };
    }

    /// <summary>The failure a source of metrics that could not be asked stands for.</summary>
    public static Failure From(MetricSourceException exception)
    {
        // Most say themselves where it was.
        var what = (exception.Message.StartsWith(exception.SourceName, StringComparison.Ordinal) ? "" : $"{exception.SourceName}: ") + Sentence(exception.Message);
        return exception.Problem switch
        {
            MetricSourceProblem.BadQuery => new(FailureCodes.BadMetricsQuery, what),
            MetricSourceProblem.Refused => new(FailureCodes.RemoteRefused, what, "Check `metrics-url` with its path, and `metrics-token`, `metrics-user` or `metrics-certificate`; for Azure Monitor `azure-token`, or the roles of the identity."),
            MetricSourceProblem.Unavailable => new(FailureCodes.RemoteUnavailable, what, "Check that the address can be reached from where this runs, and run again. Nothing was decided."),
            _ => new(FailureCodes.UnreadableMetrics, what),
        };
    }

    private static Failure From(TufException exception) =>
        exception.Problem == TufProblem.Unavailable
            ? new(FailureCodes.RemoteUnavailable, Sentence(exception.Message), "Run again later, give a `trusted-root`, or use `offline`.")
            : new(FailureCodes.UntrustedMetadata, Sentence(exception.Message));

    private static string Sentence(string text) => text.EndsWith('.') ? text : text + ".";

    /// <summary>The failure a registry's or layout's exception stands for.</summary>
    public static Failure From(RegistryException exception)
    {
        var what = $"{exception.ImageSource}: {exception.Message}";
        return exception switch
        {
            DigestMismatchException => new(FailureCodes.DigestMismatch, what),
            { Problem: RegistryProblem.NotFound } => new(FailureCodes.RemoteRefused, what, "Check the spelling of the name and the tag, and that it was pushed to this registry."),
            { Problem: RegistryProblem.Unauthorized } => new(
                FailureCodes.RemoteRefused,
                what,
                "Give credentials for this registry with `registry-credentials` or `docker login`. A name that does not exist is often answered the same way."),
            { Problem: RegistryProblem.Forbidden } => new(
                FailureCodes.RemoteRefused, what, "The credentials are known but may not do this: for ghcr.io the job needs `permissions: packages: read`, and `packages: write` to sign."),
            { Problem: RegistryProblem.Conflict } => new(FailureCodes.RemoteRefused, what, "Others write to the same tag without end. Run again: what was signed before is not signed twice."),
            { Problem: RegistryProblem.Throttled } => new(
                FailureCodes.RemoteUnavailable, what, "Run again later; signing in to the registry usually raises the limit, and so does a mirror (`registry-mirrors`)."),
            { Problem: RegistryProblem.Unavailable } => new(FailureCodes.RemoteUnavailable, what),
            _ => new(FailureCodes.RemoteProtocol, what),
        };
    }
}
