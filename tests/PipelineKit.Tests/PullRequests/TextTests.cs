using PipelineKit.Oci;
using PipelineKit.PullRequests;
using Xunit;

namespace PipelineKit.Tests.PullRequests;

public sealed class TextTests
{
    private static readonly Digest Old = Digest.Parse("sha256:" + new string('a', 64));
    private static readonly Digest New = Digest.Parse("sha256:" + new string('b', 64));

    [Fact]
    public void A_promotion_says_what_how_by_whom_and_the_way_back()
    {
        var text = PullRequestText.Of(Full(), "github");

        Assert.Equal("Promote shop in production to sha256:bbbbbbbbbbbb, gates bypassed", text.Title);
        Assert.Equal(
            $"""
            ## Promote shop in production

            GATES BYPASSED by carol (soak). Reason: the shop is down

            | What | Value |
            | --- | --- |
            | Image | `ghcr.io/acme/shop` |
            | Before | `{Old}` |
            | After | `{New}` |
            | Commits | [1111111 to 2222222](https://github.com/acme/shop/compare/1111111...2222222) |
            | Policy | `{Old}` |
            | Ledger | [`promotions/production.jsonl:7`](https://host.example/promotions/production.jsonl) |
            | Signed record | [`promotions/records/b.json`](https://host.example/promotions/records/b.json) |
            | Run by | carol |
            | Run | [the run that asks for this](https://github.com/acme/shop/actions/runs/7?a=1&amp;b=%282%29) |
            | Back again | `pipelinekit rollback --environment production` |

            Gates:

            | Gate | Result | Seen | Evidence |
            | --- | --- | --- | --- |
            | signature | passed | release\@acme.example | [bundle](https://ghcr.io/x) |
            | soak | overridden | 3 h | `ghcr.io/acme/shop@sha256:12` |

            Approvals:

            | Who | When | Where | Of | Comment |
            | --- | --- | --- | --- | --- |
            | alice | 2026-11-21 08:00:00Z | github-review | `0123456789ab...` | ok |
            | bob | not told | github-environment | the run |  |

            Four eyes: 2 people approved.

            Vulnerabilities:

            | Severity | New | Gone |
            | --- | --- | --- |
            | high | 1: CVE-2026-1 | 0 |

            Components: 1 added, 1 removed, 1 changed:

            | Component | Before | After |
            | --- | --- | --- |
            | a |  | 1 |
            | b | 1 |  |
            | c | 1 | 2 |

            """.Replace("\\@", "@\u200B", StringComparison.Ordinal).ReplaceLineEndings("\n"),
            text.Body);
    }

    [Fact]
    public void The_first_image_and_the_way_back_are_told_apart()
    {
        var text = PullRequestText.Of(new PromotionDescription { App = "shop", Environment = "dev", Image = "oci:images", To = New, IsRollback = true, Vulnerabilities = [], Components = [] }, "git");

        Assert.StartsWith("Roll back shop in dev to ", text.Title, StringComparison.Ordinal);
        Assert.Contains("| Before | nothing |", text.Body, StringComparison.Ordinal);
        Assert.Contains("No vulnerability is new, and none is gone.", text.Body, StringComparison.Ordinal);
        Assert.Contains("No component is added, removed or changed.", text.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("Gates", text.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("azure-repos", 4000)]
    [InlineData("github", 65_536)]
    public void What_is_too_long_for_the_host_is_shortened_and_says_so(string host, int limit)
    {
        var gates = Enumerable.Range(0, 5000).Select(i => new DescribedGate($"attestation:{i}", "passed", "", null)).ToList();

        var text = PullRequestText.Of(Full() with { Gates = gates }, host);

        Assert.InRange(text.Body.Length, limit * 3 / 4, limit);
        Assert.Contains("more rows are left out here", text.Body, StringComparison.Ordinal);
        Assert.Contains("Components: 1 added, 1 removed, 1 changed:", text.Body, StringComparison.Ordinal);
        Assert.Contains("| attestation:0 | passed |", text.Body, StringComparison.Ordinal);
    }

    [Fact]
    public void Many_packages_are_counted_and_the_first_are_named()
    {
        var components = Enumerable.Range(0, 5000).Select(i => new ComponentDifference($"component-{i}", "1.0", "2.0")).ToList();

        var text = PullRequestText.Of(Full() with { Components = components, Remarks = ["Not signed by @anybody."] }, "github");

        Assert.Contains("Components: 0 added, 0 removed, 5000 changed:", text.Body, StringComparison.Ordinal);
        Assert.Contains("| component-19 | 1\\.0 | 2\\.0 |\n\nAnd 4980 more.\n", text.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("@anybody", text.Body, StringComparison.Ordinal);
    }

    [Fact]
    public void Many_identifiers_are_counted_and_the_first_are_named()
    {
        var ids = Enumerable.Range(1, 50).Select(i => $"CVE-{i}").ToList();

        var text = PullRequestText.Of(Full() with { Vulnerabilities = [new VulnerabilityDifference("low", ids, [])] }, "github");

        Assert.Contains("| low | 50: CVE-1, ", text.Body, StringComparison.Ordinal);
        Assert.Contains("CVE-20, ... | 0 |", text.Body, StringComparison.Ordinal);
    }

    internal static PromotionDescription Full() => new()
    {
        App = "shop",
        Environment = "production",
        Image = "ghcr.io/acme/shop",
        From = Old,
        To = New,
        Commits = new LinkedText("1111111 to 2222222", "https://github.com/acme/shop/compare/1111111...2222222"),
        Policy = Old,
        Line = new LinkedText("promotions/production.jsonl:7", "https://host.example/promotions/production.jsonl", Code: true),
        Record = new LinkedText("promotions/records/b.json", "https://host.example/promotions/records/b.json", Code: true),
        Actor = "carol",
        FourEyes = "Four eyes: 2 people approved.",
        RunUrl = "https://github.com/acme/shop/actions/runs/7?a=1&b=(2)",
        RollbackCommand = "pipelinekit rollback --environment production",
        BypassReason = "the shop is down",
        Gates = [new("signature", "passed", "release@acme.example", new("bundle", "https://ghcr.io/x")), new("soak", "overridden", "3 h", new("ghcr.io/acme/shop@sha256:12", null, Code: true))],
        Approvals = [new("alice", "github-review", LocalGit.Time, "submitted_at", "0123456789abcdef", "ok"), new("bob", "github-environment", null, "", null, "")],
        Vulnerabilities = [new("high", ["CVE-2026-1"], [])],
        Components = [new("a", null, "1"), new("b", "1", null), new("c", "1", "2")],
    };
}
