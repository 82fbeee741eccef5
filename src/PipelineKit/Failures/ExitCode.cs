namespace PipelineKit.Failures;

/// <summary>What the process exits with. The numbers are part of the product's contract.</summary>
public enum ExitCode
{
    /// <summary>Done; the verdict is pass.</summary>
    Ok = 0,

    /// <summary>The gate said no: findings, drift, unpinned references. A normal result.</summary>
    GateSaidNo = 1,

    /// <summary>Bad input or configuration; every problem is listed.</summary>
    BadInput = 2,

    /// <summary>A remote refused (401, 403, 404, a conflict).</summary>
    Refused = 3,

    /// <summary>What was received is not what was asked for. No input can downgrade it.</summary>
    Integrity = 4,

    /// <summary>A remote stayed unavailable after retries, or time ran out.</summary>
    Unavailable = 5,

    /// <summary>A bug of ours.</summary>
    Bug = 70,

    /// <summary>Cancelled by SIGINT or SIGTERM.</summary>
    Cancelled = 130,
}
