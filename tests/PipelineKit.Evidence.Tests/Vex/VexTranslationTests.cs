using Xunit;

namespace PipelineKit.Evidence.Tests.Vex;

public sealed class VexTranslationTests
{
    [Theory]
    [InlineData("not_affected", "code_not_present", VexStatus.NotAffected, "vulnerable_code_not_present")]
    [InlineData("not_affected", "code_not_reachable", VexStatus.NotAffected, "vulnerable_code_not_in_execute_path")]
    [InlineData("not_affected", "requires_configuration", VexStatus.NotAffected, "vulnerable_code_not_in_execute_path")]
    [InlineData("not_affected", "protected_at_perimeter", VexStatus.NotAffected, "inline_mitigations_already_exist")]
    [InlineData("false_positive", null, VexStatus.NotAffected, "")]
    [InlineData("resolved", null, VexStatus.Fixed, "")]
    [InlineData("resolved_with_pedigree", null, VexStatus.Fixed, "")]
    [InlineData("exploitable", null, VexStatus.Affected, "")]
    [InlineData("in_triage", "unheard_of", VexStatus.UnderInvestigation, "")]
    public void An_analysis_of_CycloneDX_is_said_in_the_words_of_OpenVEX(string state, string? justification, VexStatus status, string words)
    {
        Assert.True(VexTranslation.TryCycloneDx(state, justification, out var found, out var said));
        Assert.Equal((status, words), (found, said));
        Assert.True(said.Length == 0 || VexTranslation.IsJustification(said));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("affected")]
    public void A_state_that_is_none_says_nothing(string? state) => Assert.False(VexTranslation.TryCycloneDx(state, null, out _, out _));

    [Fact]
    public void Long_text_is_cut_between_characters()
    {
        Assert.Equal("short", VexTranslation.Cut("short"));
        Assert.Equal(1000, VexTranslation.Cut(new string('a', 5000)).Length);
        Assert.Equal(new string('a', 999), VexTranslation.Cut(new string('a', 999) + "\U0001F600" + "b"));
    }
}
