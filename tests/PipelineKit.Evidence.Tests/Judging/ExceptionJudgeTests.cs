using Xunit;

namespace PipelineKit.Evidence.Tests.Judging;

public sealed class ExceptionJudgeTests
{
    private static readonly Finding Critical = GateSamples.Vulnerability("CVE-2021-1000", Severity.Critical, aliases: ["GHSA-a1"]) with { Path = "/app/x" };

    [Theory]
    [InlineData("CVE-2021-1000", true)]
    [InlineData("cve-2021-1000", true)]
    [InlineData("GHSA-a1", true)]
    [InlineData("DEBIAN-CVE-2021-1000", true)]
    [InlineData("CVE-2021-2000", false)]
    [InlineData("*", true)]
    public void An_exception_is_for_a_vulnerability_by_any_of_its_names(string id, bool covers) => Check(covers, GateSamples.Except(id));

    [Fact]
    public void Without_aliases_it_is_for_the_name_a_document_uses()
    {
        Check(covers: true, GateSamples.Except("CVE-2021-1000") with { MatchAliases = false });
        Check(covers: false, GateSamples.Except("GHSA-a1") with { MatchAliases = false });
    }

    [Fact]
    public void Every_scope_must_hold()
    {
        var exception = GateSamples.Except("CVE-2021-1000");
        Check(covers: true, exception with { Packages = [new ExceptionScope("pkg:deb/debian/zlib1g", Versions: null)] });
        Check(covers: false, exception with { Packages = [new ExceptionScope("pkg:deb/debian/bash", Versions: null)] });
        Check(covers: true, exception with { Packages = [new ExceptionScope("pkg:deb/debian/zlib1g", Range("<1.1"))] });
        Check(covers: false, exception with { Packages = [new ExceptionScope("pkg:deb/debian/zlib1g", Range("<1.0"))] });
        Check(covers: true, exception with { Packages = [new ExceptionScope("zlib*", Versions: null, "deb")] });
        Check(covers: false, exception with { Packages = [new ExceptionScope("zlib*", Versions: null, "npm")] });
        Check(covers: true, exception with { Paths = ["app/*"] });
        Check(covers: false, exception with { Paths = ["opt/*"] });
        Check(covers: true, exception with { Kinds = [FindingKind.Secret, FindingKind.Vulnerability] });
        Check(covers: false, exception with { Kinds = [FindingKind.Secret] });
        Check(covers: true, exception with { Fix = FixState.Unknown });
        Check(covers: false, exception with { Fix = FixState.WontFix });
        Check(covers: true, exception with { Images = ["registry.example/team/*"] });
        Check(covers: true, exception with { Images = [GateSamples.Image.Text] });
        Check(covers: false, exception with { Images = ["registry.example/other/*"] });
        Check(covers: true, exception with { Environments = ["prod*"] });
        Check(covers: false, exception with { Environments = ["test"] });
        Check(covers: false, exception with { Paths = ["app/*"], Environments = ["test"] });
    }

    [Theory]
    [InlineData("app/*", "Fail")]
    [InlineData("app/* opt/*", "Pass")]
    public void Every_place_of_a_finding_must_be_covered(string paths, string expected)
    {
        var exceptions = paths.Split(' ').Select((p, i) => GateSamples.Except("CVE-2021-1000", 20 + i) with { Paths = [p], Line = i + 1 }).ToList();
        var decision = GateJudge.Decide(Case(GateSamples.Scan(Critical, Critical with { Path = "/opt/x" }), [.. exceptions]));

        Assert.Equal(expected, decision.Verdict.ToString());
        Assert.Equal(expected == "Pass" ? GateSamples.At.AddDays(20) : null, decision.ValidUntil);
    }

    [Fact]
    public void A_place_nobody_names_is_not_covered_by_an_exception_for_some_paths() =>
        Assert.Equal("Fail vulnerability", GateSamples.Blocking(Case(GateSamples.Scan(Critical with { Path = null }), GateSamples.Except("CVE-2021-1000") with { Paths = ["**"] })));

    [Fact]
    public void An_exception_that_has_ended_does_not_count_and_is_reported()
    {
        Problem(GateReasons.ExceptionExpired, GateSamples.Except("CVE-2021-1000", days: 0));
        Problem(GateReasons.ExceptionExpired, GateSamples.Except("CVE-2021-1000", days: -3));
    }

    [Fact]
    public void An_exception_without_an_end_or_with_one_too_far_does_not_count()
    {
        var created = GateSamples.Except("CVE-2021-1000", days: 170);
        Problem(GateReasons.ExceptionTooLong, GateSamples.Except("CVE-2021-1000", days: 182));
        Problem(GateReasons.ExceptionTooLong, created with { Created = GateSamples.At.AddDays(-100) });
        Problem(GateReasons.ExceptionTooLong, GateSamples.Except("CVE-2021-1000", days: 300) with { Created = GateSamples.At.AddDays(200) });
        Problem(GateReasons.ExceptionTooLong, created with { IsImported = true, Expires = null });
        Check(covers: true, created with { Created = null });
    }

    [Fact]
    public void An_imported_one_without_an_end_counts_only_where_the_policy_says_so()
    {
        var @case = Case(GateSamples.Scan(Critical), GateSamples.Except("CVE-2021-1000") with { IsImported = true, Expires = null, Owner = "", Reason = "" });
        var policy = @case.Policy with { Exceptions = new ExceptionRules { ImportsWithoutExpiry = true } };

        Assert.Equal("Pass", GateSamples.Blocking(@case with { Policy = policy }));
    }

    [Fact]
    public void An_exception_nobody_answers_for_does_not_count()
    {
        Problem(GateReasons.ExceptionUnowned, GateSamples.Except("CVE-2021-1000") with { Owner = "" });
        Problem(GateReasons.ExceptionUnowned, GateSamples.Except("CVE-2021-1000") with { Reason = "" });
    }

    [Fact]
    public void One_that_matches_nothing_is_reported_and_one_for_another_image_is_not()
    {
        var unused = Case(GateSamples.Scan(), GateSamples.Except("CVE-2000-1000"));

        Assert.Equal("exception.unused", GateSamples.Warnings(unused));
        Assert.Equal("Fail exception.unused", GateSamples.Blocking(unused with { Policy = unused.Policy with { Exceptions = new ExceptionRules { Unused = GateAction.Block } } }));
        Assert.Equal("", GateSamples.Warnings(Case(GateSamples.Scan(), GateSamples.Except("CVE-2000-1000") with { Images = ["other"] })));
        Assert.Equal("", GateSamples.Warnings(Case(GateSamples.Scan(), GateSamples.Except("CVE-2000-1000") with { Environments = ["test"] })));
    }

    [Fact]
    public void Two_for_the_same_are_reported_once_and_the_one_that_lasts_is_relied_on()
    {
        var decision = GateJudge.Decide(Case(GateSamples.Scan(Critical), GateSamples.Except("CVE-2021-1000", 20), GateSamples.Except("GHSA-a1", 40) with { Line = 9 }));

        var reason = Assert.Single(decision.Reasons, r => r.Code == GateReasons.ExceptionOverlapping);
        Assert.Equal(("CVE-2021-1000 (exceptions.yaml:3) and GHSA-a1 (exceptions.yaml:9) both cover CVE-2021-1000 of zlib1g", 9), (reason.Message, reason.Line));
        Assert.Equal((9, GateSamples.At.AddDays(40)), (decision.Findings[0].Exception!.Line, decision.ValidUntil));
    }

    [Fact]
    public void One_that_ends_soon_is_announced_with_who_answers_for_it()
    {
        var reason = Assert.Single(GateJudge.Decide(Case(GateSamples.Scan(Critical), GateSamples.Except("CVE-2021-1000", 10))).Reasons, r => r.Code == GateReasons.ExceptionExpiresSoon);

        Assert.Contains("team@acme answers for it", reason.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(FindingKind.Secret, "aws-key")]
    [InlineData(FindingKind.Misconfiguration, "DS-0002")]
    [InlineData(FindingKind.Misconfiguration, "AVD-DS-0002")]
    [InlineData(FindingKind.Malware, "MAL-2024-1")]
    public void Everything_that_can_block_can_be_excepted(FindingKind kind, string id)
    {
        var finding = new Finding { Kind = kind, Id = id == "AVD-DS-0002" ? "DS-0002" : id, Aliases = id == "AVD-DS-0002" ? [id] : [], Severity = Severity.High, Path = "Dockerfile" };

        Assert.StartsWith("Fail", GateSamples.Blocking(Case(GateSamples.Scan(finding))), StringComparison.Ordinal);
        Assert.Equal("Pass", GateSamples.Blocking(Case(GateSamples.Scan(finding), GateSamples.Except(id))));
    }

    private static VersionRange Range(string text) => VersionRange.TryParse(text, VersionScheme.Debian, out var range, out var problem) ? range : throw new InvalidOperationException(problem);

    private static void Check(bool covers, GateException exception)
    {
        var decision = GateJudge.Decide(Case(GateSamples.Scan(Critical), exception));

        Assert.Equal((covers ? GateVerdict.Pass : GateVerdict.Fail, covers ? "exception" : ""), (decision.Verdict, decision.Findings[0].Excused));
    }

    private static void Problem(string code, GateException exception)
    {
        Check(covers: false, exception);
        var reason = Assert.Single(GateJudge.Decide(Case(GateSamples.Scan(Critical), exception)).Reasons, r => r.Code.StartsWith("exception.", StringComparison.Ordinal));
        Assert.Equal((code, "exceptions.yaml", 3), (reason.Code, reason.File, reason.Line));
        Assert.Contains("it is about 1 finding", reason.Message, StringComparison.Ordinal);
    }

    private static GateCase Case(EvidenceItem scan, params GateException[] exceptions) => GateSamples.Case(scan) with { Exceptions = exceptions, Environment = "production" };
}
