namespace PipelineKit.Canary;

/// <summary>The names of reasons of Kayenta's judge; part of what users script against.</summary>
public static class KayentaReason
{
    /// <summary>Above the control.</summary>
    public const string High = "kayenta.high";

    /// <summary>Below the control.</summary>
    public const string Low = "kayenta.low";

    /// <summary>A side has no data.</summary>
    public const string Nodata = "kayenta.nodata";

    /// <summary>It could not be judged.</summary>
    public const string Error = "kayenta.error";

    internal static string Of(Classification classification) => classification switch
    {
        Classification.Pass => DecisionReason.NotWorse,
        Classification.High => High,
        Classification.Low => Low,
        Classification.Error => Error,
        _ => Nodata,
    };
}
