using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace PipelineKit.Oci.Tests.Auth;

public sealed class ChallengeParserTests
{
    [Theory]
    [InlineData("Bearer realm=\"https://a/t\",service=\"s\",scope=\"repository:x:pull,push\"", "Bearer[realm=https://a/t scope=repository:x:pull,push service=s]")]
    [InlineData("bearer REALM=\"https://a/t\" , Service = s", "bearer[REALM=https://a/t Service=s]")]
    [InlineData("Bearer realm=\"https://codeberg.org/v2/token\",service=\"container_registry\",scope=\"*\",Basic realm=\"Codeberg\"", "Bearer[realm=https://codeberg.org/v2/token scope=* service=container_registry] Basic[realm=Codeberg]")]
    [InlineData("Basic realm=\"Registry Realm\"", "Basic[realm=Registry Realm]")]
    [InlineData("Basic", "Basic[]")]
    [InlineData("Basic, Bearer realm=x", "Basic[] Bearer[realm=x]")]
    [InlineData("Basic realm=\"https://1.dkr.ecr.eu-west-1.amazonaws.com/\",service=\"ecr.amazonaws.com\"", "Basic[realm=https://1.dkr.ecr.eu-west-1.amazonaws.com/ service=ecr.amazonaws.com]")]
    [InlineData("Negotiate YWJj==, Basic realm=\"x\"", "Negotiate[] Basic[realm=x]")]
    [InlineData("Negotiate, NTLM", "Negotiate[] NTLM[]")]
    [InlineData("Bearer realm=\"with \\\"quotes\\\" and \\\\ in it\"", "Bearer[realm=with \"quotes\" and \\ in it]")]
    [InlineData("Bearer realm=\"one\",realm=\"two\"", "Bearer[realm=one]")]
    [InlineData("Bearer realm=\"never closed", "Bearer[realm=never closed]")]
    [InlineData(",,, Bearer realm=a,,,", "Bearer[realm=a]")]
    [InlineData("Bearer realm=", "Bearer[]")]
    [InlineData("", "")]
    [InlineData("   ", "")]
    [InlineData("=", "")]
    [InlineData("\"x\"", "")]
    public void A_header_is_read_as_its_challenges(string header, string expected) => Assert.Equal(expected, Show(ChallengeParser.Parse([header])));

    [Fact]
    public void Challenges_of_several_headers_come_one_after_the_other() =>
        Assert.Equal("Bearer[realm=a] Basic[realm=b]", Show(ChallengeParser.Parse(["Bearer realm=a", "Basic realm=b"])));

    [Fact]
    public void Thousands_of_challenges_are_cut_off() =>
        Assert.InRange(ChallengeParser.Parse(Enumerable.Repeat(string.Concat(Enumerable.Repeat("A a=b,", 5000)), 100)).Count, 1, 16);

    [Fact]
    public void Any_parameters_written_with_quotes_come_back()
    {
        Prop.ForAll<NonNull<string>, NonNull<string>>((realm, service) =>
        {
            var header = $"Bearer realm={Quote(realm.Get)},service={Quote(service.Get)}, Basic realm=\"b\"";
            var challenges = ChallengeParser.Parse([header]);
            return challenges is [{ IsBearer: true } bearer, { IsBasic: true, Realm: "b" }] && bearer.Realm == realm.Get && bearer.Service == service.Get;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Mutations_of_real_headers_never_throw_and_never_grow()
    {
        var random = new System.Random(20260101);
        const string seed = "Bearer realm=\"https://auth.docker.io/token\",service=\"registry.docker.io\",scope=\"repository:a/b:pull\",error=\"invalid_token\", Basic realm=\"x\\\"y\"";
        const string alphabet = "\" ,=\\\t;abBearer\0é/";
        for (var i = 0; i < 50_000; i++)
        {
            var text = seed.ToCharArray();
            for (var change = random.Next(1, 12); change > 0; change--)
            {
                text[random.Next(text.Length)] = alphabet[random.Next(alphabet.Length)];
            }

            var header = new string(text)[..random.Next(text.Length + 1)];
            var challenges = ChallengeParser.Parse([header]);
            Assert.True(challenges.Sum(c => c.Scheme.Length + c.Parameters.Sum(p => p.Key.Length + p.Value.Length)) <= header.Length, header);
        }
    }

    private static string Quote(string text) =>
        "\"" + text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal) + "\"";

    private static string Show(IReadOnlyList<Challenge> challenges) => string.Join(
        ' ',
        challenges.Select(c => $"{c.Scheme}[{string.Join(' ', c.Parameters.OrderBy(p => p.Key, StringComparer.OrdinalIgnoreCase).Select(p => $"{p.Key}={p.Value}"))}]"));
}
