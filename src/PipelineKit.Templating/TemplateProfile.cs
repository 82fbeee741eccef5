namespace PipelineKit.Templating;

/// <summary>Which rules a template is rendered by.</summary>
public enum TemplateProfile
{
    /// <summary>The language as the Scriban engine (7.x) runs it, quirk for quirk, so that existing templates render the same.</summary>
    Scriban,

    /// <summary>
    /// For manifests: unknown variables and members are errors (<c>?.</c>, <c>??</c> and <c>object.has_key</c> are for optional data), <c>??</c> and <c>?!</c> evaluate
    /// only the side they need, limits fail and never cut, ordinal comparison, <c>\n</c>, no clock and no randomness unless given, an unknown named argument is an error,
    /// regular expressions cannot backtrack, values of several lines are aligned to the column where they start.
    /// </summary>
    Manifest,
}
