using Xunit;

namespace PipelineKit.Sigstore.Tests;

public sealed class TextMatchTests
{
    [Theory]
    [InlineData("https://github.com/org/repo", "https://github.com/org/repo", true)]
    [InlineData("https://github.com/org/repo", "https://github.com/org/repo.evil", false)]
    [InlineData("https://github.com/org/repo", "https://github.com/org/repo\n", false)]
    [InlineData("https://github.com/org/repo", "https://github.com/Org/repo", false)]
    [InlineData("https://github.com/org/repo", "", false)]
    public void A_text_is_met_by_itself_alone(string expected, string text, bool met) => Assert.Equal(met, TextMatch.Exactly(expected).Matches(text));

    [Theory]
    [InlineData("https://github\\.com/org/repo", "https://github.com/org/repo", true)]
    [InlineData("https://github\\.com/org/repo", "https://github.com/org/repo.evil", false)]
    [InlineData("https://github\\.com/org/repo", "https://evil.test/https://github.com/org/repo", false)]
    [InlineData("https://github\\.com/org/repo", "https://github.com/org/repo\n", false)]
    [InlineData("^https://github\\.com/org/repo$", "https://github.com/org/repo\n", false)]
    [InlineData("(?m)^https://github\\.com/org/repo$", "https://github.com/org/repo\nevil", false)]
    [InlineData("https://github\\.com/org/a|https://github\\.com/org/b", "https://github.com/org/b", true)]
    [InlineData("https://github\\.com/org/a|https://github\\.com/org/b", "https://github.com/org/b.evil", false)]
    [InlineData("https://github\\.com/org/.+", "https://github.com/org/x@refs/heads/main", true)]
    public void An_expression_must_match_all_of_the_text(string expression, string text, bool met) => Assert.Equal(met, TextMatch.Pattern(expression).Matches(text));

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData(".*")]
    [InlineData(".+")]
    [InlineData("^.*$")]
    [InlineData("(|.*)")]
    [InlineData("[\\s\\S]*")]
    [InlineData("\\S+")]
    [InlineData("https://x|.*")]
    [InlineData("x)|(?:.*")]
    [InlineData("(?=x)x")]
    [InlineData("(a)\\1")]
    [InlineData("[")]
    public void An_expression_that_is_none_or_matches_everything_is_refused(string expression) =>
        _ = Assert.Throws<SigstoreFormatException>(() => TextMatch.Pattern(expression));

    [Fact]
    public void An_expression_has_a_bound_and_an_empty_text_matches_nobody()
    {
        _ = Assert.Throws<SigstoreFormatException>(() => TextMatch.Pattern(new string('a', 3000)));
        _ = Assert.Throws<SigstoreFormatException>(() => TextMatch.Exactly(string.Empty));
        Assert.Equal(("/a+/", "a"), (TextMatch.Pattern("a+").ToString(), TextMatch.Exactly("a").ToString()));
    }

    [Fact]
    public void Every_extension_of_a_policy_must_be_met()
    {
        var signer = new SignerIdentity(KeyId: null, "subject", "issuer", new Dictionary<int, string> { [12] = "https://github.com/org/repo", [23] = "production" });
        var policy = CorpusCase.Who("subject", "issuer");

        Assert.Null(Problem(12, "https://github.com/org/repo"));
        Assert.Contains("deployment-environment must be staging, and is production", Problem(IdentityPolicy.ExtensionNames["deployment-environment"], "staging"), StringComparison.Ordinal);
        Assert.Contains("source-repository-id must be 1, and the certificate does not say", Problem(15, "1"), StringComparison.Ordinal);
        Assert.Contains("the issuer must be", CorpusCase.Who("subject", "other").Problem(signer), StringComparison.Ordinal);
        Assert.Contains("the signer must be", CorpusCase.Who("other", "issuer").Problem(signer), StringComparison.Ordinal);

        string? Problem(int number, string text) => (policy with { Extensions = new Dictionary<int, TextMatch> { [number] = TextMatch.Exactly(text) } }).Problem(signer);
    }
}
