using System.Buffers.Text;
using System.Text;
using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Sigstore.Tests.Signing;

public sealed class IdentityTokenTests : IDisposable
{
    private static readonly FakeTimeProvider Time = new();
    private static readonly SignerIdentity Workflow = Identity(FakeIdentityProvider.GitHubSubject, FakeIdentityProvider.GitHubIssuer, "repo:octo-org/shop:environment:production");

    private readonly FakeSigstore _services = new(Time);

    public void Dispose() => _services.Dispose();

    [Fact]
    public void The_claims_of_a_github_token_are_read()
    {
        var token = IdentityToken.Parse(_services.Identities.GitHub() + "\n");
        Assert.Equal(FakeIdentityProvider.GitHubIssuer, token.Issuer);
        Assert.Equal("repo:octo-org/shop:environment:production", token.Subject);
        Assert.Null(token.Email);
        Assert.Equal(["sigstore"], token.Audiences);
        Assert.Equal(new DateTimeOffset(2030, 1, 2, 3, 9, 5, TimeSpan.Zero), token.Expires);
        Assert.Equal(FakeIdentityProvider.GitHubSubject, token.CertificateSubject);
        Assert.Equal("octocat", token.Claims.GetProperty("actor").GetString());
        Assert.Equal("identity token of repo:octo-org/shop:environment:production from https://token.actions.githubusercontent.com", token.ToString());
        token.EnsureCurrent(Time);
    }

    [Fact]
    public void An_address_that_is_not_verified_is_not_who_signs()
    {
        Assert.Equal("dev@example.test", IdentityToken.Parse(_services.Identities.Mail()).CertificateSubject);
        var token = IdentityToken.Parse(_services.Identities.Mail(change: c => c["email_verified"] = false));
        Assert.Null(token.Email);
        Assert.Equal("u-1", token.Challenge);
    }

    [Theory]
    [InlineData("""{"iss":"https://i","sub":"s","aud":["a","b"],"exp":1}""", "a,b")]
    [InlineData("""{"iss":"https://i","sub":"s","aud":"a","exp":1}""", "a")]
    [InlineData("""{"iss":"https://i","sub":"s","exp":1}""", "")]
    public void Audiences_are_one_or_several(string claims, string audiences) =>
        Assert.Equal(audiences, string.Join(',', IdentityToken.Parse(Jwt(claims)).Audiences));

    [Theory]
    [InlineData("", "three parts")]
    [InlineData("a.b", "three parts")]
    [InlineData("a.b.c.d", "three parts")]
    [InlineData("a.!!.c", "not base64url")]
    [InlineData("a.bm90IGpzb24.c", "not JSON")]
    public void What_is_not_a_token_is_refused_without_repeating_it(string text, string reason)
    {
        var error = Assert.Throws<SigningException>(() => IdentityToken.Parse(text));
        Assert.Equal(SigningProblem.BadKey, error.Problem);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.Contains("id-token: write", error.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"sub":"s","exp":1}""", "iss is missing")]
    [InlineData("""{"iss":"https://i","exp":1}""", "sub is missing")]
    [InlineData("""{"iss":"https://i","iss":"https://j","sub":"s"}""", "not JSON that can be trusted")]
    [InlineData("""{"iss":"https://i","sub":"s","exp":-1}""", "exp is negative")]
    [InlineData("""{"iss":["https://i"],"sub":"s","exp":1}""", "iss is not a string")]
    [InlineData("[1]", "not an object")]
    public void Claims_that_cannot_be_used_are_named(string claims, string reason) =>
        Assert.Contains(reason, Assert.Throws<SigningException>(() => IdentityToken.Parse(Jwt(claims))).Message, StringComparison.Ordinal);

    [Fact]
    public void A_giant_token_is_refused_before_it_is_taken_apart()
    {
        var error = Assert.Throws<SigningException>(() => IdentityToken.Parse(new string('.', 5_000_000)));
        Assert.Contains("5000000 characters", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_certificate_about_the_token_has_no_difference() =>
        Assert.Null(IdentityToken.Parse(_services.Identities.GitHub()).Difference(Workflow));

    [Fact]
    public void A_certificate_about_somebody_else_says_how()
    {
        var token = IdentityToken.Parse(_services.Identities.GitHub());
        Assert.Contains("issuer", token.Difference(Workflow with { Issuer = "https://evil.example.test" }), StringComparison.Ordinal);
        Assert.Contains("evil", token.Difference(Workflow with { Subject = "https://github.com/evil" }), StringComparison.Ordinal);
        Assert.Contains("token subject repo:evil", token.Difference(Workflow with { Extensions = new Dictionary<int, string> { [24] = "repo:evil" } }), StringComparison.Ordinal);
    }

    private static SignerIdentity Identity(string subject, string issuer, string tokenSubject) =>
        new(KeyId: null, subject, issuer, new Dictionary<int, string> { [24] = tokenSubject });

    private static string Jwt(string claims) => "e30." + Base64Url.EncodeToString(Encoding.UTF8.GetBytes(claims)) + ".c2ln";
}
