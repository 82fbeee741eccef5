namespace PipelineKit.Testing;

/// <summary>A clock that stands still, for what must not depend on time.</summary>
public sealed class StillTime : TimeProvider
{
    /// <summary>The moment it shows.</summary>
    public static readonly DateTimeOffset Moment = new(2030, 1, 2, 3, 4, 5, TimeSpan.Zero);

    /// <inheritdoc />
    public override DateTimeOffset GetUtcNow() => Moment;

    /// <inheritdoc />
    public override long GetTimestamp() => 0;
}
