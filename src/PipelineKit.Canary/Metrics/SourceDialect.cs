namespace PipelineKit.Canary;

/// <summary>What a source is asked in, and what its counts are.</summary>
public enum SourceDialect
{
    /// <summary>PromQL. Counts are made here from raw samples of counters.</summary>
    Prometheus,

    /// <summary>The Kusto Query Language (KQL). The query counts, once a step.</summary>
    Kusto,

    /// <summary>A selector whose labels are dimensions, <c>{__name__="Requests",dimension="x"}</c>. The service has counted, once a step.</summary>
    AzureMetrics,
}
