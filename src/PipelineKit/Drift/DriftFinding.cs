using PipelineKit.Ci;
using PipelineKit.Failures;

namespace PipelineKit.Drift;

/// <summary>A difference.</summary>
internal sealed record DriftFinding
{
    /// <summary>Of which kind.</summary>
    public required DriftRule Rule { get; init; }

    /// <summary>Of which environment.</summary>
    public required string Environment { get; init; }

    /// <summary>Where, for people: <c>file:line</c>, <c>namespace/Kind/name/container</c>, a reference.</summary>
    public required string Where { get; init; }

    /// <summary>The place in a file; null for what is in no file.</summary>
    public SourcePlace? Place { get; init; }

    /// <summary>The image, as it stands there.</summary>
    public string Image { get; init; } = "";

    /// <summary>The digest that is recorded; empty when none is.</summary>
    public string Expected { get; init; } = "";

    /// <summary>The digest that is there; empty when there is none.</summary>
    public string Actual { get; init; } = "";

    /// <summary>What there is to say beside that; one sentence, may be empty.</summary>
    public string Detail { get; init; } = "";

    /// <summary>How grave; of <see cref="DriftRule.Unmanaged"/> the user says it.</summary>
    public AnnotationLevel? Level { get; init; }

    /// <summary>Whether it is drift.</summary>
    public bool IsDrift => Grade == AnnotationLevel.Error;

    /// <summary>How grave.</summary>
    public AnnotationLevel Grade => Level ?? Rule.Level;

    /// <summary>What, in one line.</summary>
    public string Text
    {
        get
        {
            var digests = (Expected.Length > 0, Actual.Length > 0) switch
            {
                (true, true) => $": {Actual}, recorded is {Expected}",
                (true, false) => $": recorded is {Expected}",
                (false, true) => $": {Actual}",
                _ => "",
            };
            return $"{Environment}: {Where}{(Image.Length > 0 && !Where.Contains(Image, StringComparison.Ordinal) ? $" ({Image})" : "")}{digests}. {Rule.Title}{(Detail.Length > 0 ? " " + Detail : "")}";
        }
    }
}
