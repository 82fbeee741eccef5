using System.Net;
using PipelineKit.Canary;
using PipelineKit.Failures;
using PipelineKit.Git;
using PipelineKit.Oci;
using PipelineKit.Sigstore;
using Xunit;

namespace PipelineKit.Tests.Failures;

public sealed class FailureMapTests
{
    public static TheoryData<RegistryProblem, string> Problems() => new()
    {
        { RegistryProblem.NotFound, FailureCodes.RemoteRefused.Id },
        { RegistryProblem.Unauthorized, FailureCodes.RemoteRefused.Id },
        { RegistryProblem.Forbidden, FailureCodes.RemoteRefused.Id },
        { RegistryProblem.Conflict, FailureCodes.RemoteRefused.Id },
        { RegistryProblem.Throttled, FailureCodes.RemoteUnavailable.Id },
        { RegistryProblem.Unavailable, FailureCodes.RemoteUnavailable.Id },
        { RegistryProblem.Protocol, FailureCodes.RemoteProtocol.Id },
        { RegistryProblem.Unsafe, FailureCodes.RemoteProtocol.Id },
    };

    [Theory]
    [MemberData(nameof(Problems))]
    public void Each_problem_of_a_registry_has_its_code(RegistryProblem problem, string code)
    {
        var failure = FailureMap.From(new RegistryException(problem, "ghcr.io/a/b:c", "it said no", HttpStatusCode.Forbidden));

        Assert.Equal((code, "ghcr.io/a/b:c: it said no"), (failure.Code.Id, failure.What));
    }

    [Fact]
    public void No_problem_of_a_registry_is_forgotten() =>
        Assert.Equal(Enum.GetValues<RegistryProblem>(), Problems().Select(row => (RegistryProblem)row[0]).Order());

    [Fact]
    public void A_digest_that_does_not_match_is_a_violation_of_integrity_whatever_its_kind()
    {
        var (expected, actual) = (Digest.Parse($"sha256:{new string('a', 64)}"), Digest.Parse($"sha256:{new string('b', 64)}"));

        var failure = FailureMap.From(new DigestMismatchException(expected, actual, "ghcr.io/a/b"));

        Assert.Equal((FailureCodes.DigestMismatch, ExitCode.Integrity), (failure.Code, failure.Code.Exit));
        Assert.Contains(expected.ToString(), failure.What, StringComparison.Ordinal);
        Assert.Contains(actual.ToString(), failure.What, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(MetricSourceProblem.BadQuery, "PK0902")]
    [InlineData(MetricSourceProblem.Refused, "PK0301")]
    [InlineData(MetricSourceProblem.Unavailable, "PK0302")]
    [InlineData(MetricSourceProblem.Unreadable, "PK0903")]
    public void Each_problem_of_a_source_of_metrics_has_its_code(MetricSourceProblem problem, string code)
    {
        var failure = Assert.Single(FailureMap.From(new MetricSourceException(problem, "https://p.example.com", "it said no"), cancelled: false));

        Assert.Equal((code, "https://p.example.com: it said no."), (failure.Code.Id, failure.What));
    }

    public static TheoryData<SigningProblem, string> SigningProblems() => new()
    {
        { SigningProblem.BadKey, FailureCodes.UnusableKey.Id },
        { SigningProblem.Refused, FailureCodes.SigningRefused.Id },
        { SigningProblem.Unavailable, FailureCodes.SigningUnavailable.Id },
        { SigningProblem.Untrusted, FailureCodes.SigningUntrusted.Id },
    };

    [Theory]
    [MemberData(nameof(SigningProblems))]
    public void Each_problem_of_signing_has_its_code(SigningProblem problem, string code)
    {
        var failure = Assert.Single(FailureMap.From(new SigningException(problem, "it said no", "ask nicely"), cancelled: false));

        Assert.Equal((code, "it said no.", "ask nicely"), (failure.Code.Id, failure.What, failure.RemedyText));
        Assert.Equal(Enum.GetValues<SigningProblem>(), SigningProblems().Select(row => (SigningProblem)row[0]).Order());
    }

    [Theory]
    [InlineData(TufProblem.Unavailable, ExitCode.Unavailable)]
    [InlineData(TufProblem.Rollback, ExitCode.Integrity)]
    [InlineData(TufProblem.Expired, ExitCode.Integrity)]
    public void A_repository_of_trust_that_is_not_believed_is_a_violation_of_integrity(TufProblem problem, ExitCode exit)
    {
        var failure = Assert.Single(FailureMap.From(new TufException(problem, "timestamp", "no"), cancelled: false));

        Assert.Equal(exit, failure.Code.Exit);
        Assert.Equal(exit == ExitCode.Integrity ? FailureCodes.UntrustedMetadata : FailureCodes.RemoteUnavailable, failure.Code);
    }

    [Fact]
    public void A_Git_server_brings_its_own_code()
    {
        var failure = Assert.Single(FailureMap.From(new GitServerException(FailureCodes.RemoteUnavailable, "actions/checkout", "502 five times"), cancelled: false));

        Assert.Equal((FailureCodes.RemoteUnavailable, "actions/checkout: 502 five times"), (failure.Code, failure.What));
    }

    [Fact]
    public void A_cancelled_operation_is_a_cancellation_only_after_a_signal()
    {
        Assert.Equal(FailureCodes.Cancelled, Assert.Single(FailureMap.From(new TaskCanceledException(), cancelled: true)).Code);
        Assert.Equal(FailureCodes.TimeRanOut, Assert.Single(FailureMap.From(new TaskCanceledException(), cancelled: false)).Code);
    }

    [Fact]
    public void What_nobody_foresaw_is_a_bug_and_says_its_type()
    {
        var failure = Assert.Single(FailureMap.From(new InvalidOperationException("odd"), cancelled: false));

        Assert.Equal((FailureCodes.Bug, "InvalidOperationException: odd"), (failure.Code, failure.What));
    }

    [Fact]
    public void Failures_pass_as_they_are()
    {
        Failure[] failures = [new(FailureCodes.MissingInput, "a"), new(FailureCodes.UnwritableFile, "b")];

        Assert.Equal(failures, FailureMap.From(new FailureException(failures), cancelled: true));
    }
}
