namespace PipelineKit.Evidence;

/// <summary>The words of other formats in those of OpenVEX.</summary>
internal static class VexTranslation
{
    private const int LongestText = 1000;

    /// <summary>Whether it is one of the five justifications of OpenVEX 0.2.0 (and CSAF 2.0, section 3.2.3.5.2).</summary>
    internal static bool IsJustification(string word) =>
        word is "component_not_present" or "vulnerable_code_not_present" or "vulnerable_code_not_in_execute_path"
            or "vulnerable_code_cannot_be_controlled_by_adversary" or "inline_mitigations_already_exist";

    /// <summary>Translates <c>analysis</c> of a CycloneDX vulnerability (1.4 and later).</summary>
    /// <param name="state">Its <c>state</c>, or null.</param>
    /// <param name="justification">Its <c>justification</c>, or null.</param>
    /// <param name="status">What it says.</param>
    /// <param name="words">The justification in OpenVEX words; empty when there is none, or none that is known.</param>
    /// <returns>False when there is no state, or none of CycloneDX: then nothing is said.</returns>
    internal static bool TryCycloneDx(string? state, string? justification, out VexStatus status, out string words)
    {
        words = justification switch
        {
            "code_not_present" => "vulnerable_code_not_present",
            "code_not_reachable" or "requires_configuration" or "requires_dependency" or "requires_environment" => "vulnerable_code_not_in_execute_path",
            "protected_by_compiler" or "protected_at_runtime" or "protected_at_perimeter" or "protected_by_mitigating_control" => "inline_mitigations_already_exist",
            _ => "",
        };
        (var known, status) = state switch
        {
            "not_affected" or "false_positive" => (true, VexStatus.NotAffected),
            "resolved" or "resolved_with_pedigree" => (true, VexStatus.Fixed),
            "exploitable" => (true, VexStatus.Affected),
            "in_triage" => (true, VexStatus.UnderInvestigation),
            _ => (false, VexStatus.UnderInvestigation),
        };
        return known;
    }

    /// <summary>Text as far as it is kept.</summary>
    internal static string Cut(string text)
    {
        if (text.Length <= LongestText)
        {
            return text;
        }

        return char.IsHighSurrogate(text[LongestText - 1]) ? text[..(LongestText - 1)] : text[..LongestText];
    }
}
