using System.Collections.Concurrent;

namespace PipelineKit.Testing;

/// <summary>The services of <see cref="FakeSigstore"/>, by the first part of their paths.</summary>
public enum FakeService
{
    /// <summary>The certificate authority.</summary>
    Fulcio,

    /// <summary>The log with API v1.</summary>
    RekorV1,

    /// <summary>The log with API v2.</summary>
    RekorV2,

    /// <summary>The timestamp authority.</summary>
    Timestamps,

    /// <summary>The token endpoints of the two hosts.</summary>
    Tokens,
}

/// <summary>How the certificate authority misbehaves.</summary>
public enum FulcioFault
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>The certificate is for a key of its own.</summary>
    OtherKey,

    /// <summary>The certificate names somebody else.</summary>
    OtherSubject,

    /// <summary>The certificate names another issuer.</summary>
    OtherIssuer,

    /// <summary>The certificate timestamp is signed over another certificate.</summary>
    WrongSct,

    /// <summary>There is no certificate timestamp.</summary>
    NoSct,

    /// <summary>The certificate is from an authority nobody knows.</summary>
    UnknownAuthority,

    /// <summary>The certificate was valid an hour ago.</summary>
    Expired,

    /// <summary>The chain in the answer is empty.</summary>
    EmptyChain,
}

/// <summary>How a log misbehaves.</summary>
public enum LogFault
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>The checkpoint is of another tree of the same size, and signed.</summary>
    ForkedCheckpoint,

    /// <summary>The path is of another entry.</summary>
    OtherPath,

    /// <summary>The promise is signed over another body (v1).</summary>
    WrongPromise,

    /// <summary>The checkpoint is signed with a key nobody knows.</summary>
    UnknownKey,

    /// <summary>The answer is about another, properly logged entry.</summary>
    OtherEntry,

    /// <summary>The entry is taken in, and the answer lost: 502. The next request for it is answered (409 in v1).</summary>
    AnswerLost,
}

/// <summary>How the timestamp authority misbehaves.</summary>
public enum TimestampFault
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>The timestamp is of another imprint.</summary>
    OtherImprint,

    /// <summary>The answer has another nonce.</summary>
    OtherNonce,

    /// <summary>The answer is a rejection (RFC 3161, PKIStatus 2).</summary>
    Rejection,

    /// <summary>The timestamp is signed by somebody else, whose certificate is in the token.</summary>
    OtherSigner,
}

/// <summary>Misbehaviour on demand.</summary>
public sealed class SigstoreFaults
{
    private readonly ConcurrentDictionary<FakeService, int> _failures = new();

    /// <summary>Of the certificate authority.</summary>
    public FulcioFault Fulcio { get; set; }

    /// <summary>Of both logs.</summary>
    public LogFault Log { get; set; }

    /// <summary>Of the timestamp authority.</summary>
    public TimestampFault Timestamp { get; set; }

    /// <summary>What the logs wait for before they answer; null for nothing.</summary>
    public FakeGate? LogGate { get; set; }

    /// <summary>How long the logs take to answer, in real time: for benchmarks only.</summary>
    public TimeSpan LogLatency { get; set; }

    /// <summary>The status of failing answers.</summary>
    public int FailureStatus { get; set; } = 503;

    /// <summary>The next requests to this service fail, with <see cref="FailureStatus"/>.</summary>
    public void FailNext(FakeService service, int count) => _failures[service] = count;

    /// <summary>Whether this request is to fail.</summary>
    internal bool TakeFailure(FakeService service)
    {
        var left = _failures.AddOrUpdate(service, -1, (_, count) => count - 1);
        if (left < 0)
        {
            _failures[service] = 0;
        }

        return left >= 0;
    }
}
