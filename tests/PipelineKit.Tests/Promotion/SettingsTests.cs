using System.Text;
using PipelineKit.Failures;
using PipelineKit.Promotion;
using PipelineKit.PullRequests;
using PipelineKit.Sigstore;
using PipelineKit.Trust;
using Xunit;

namespace PipelineKit.Tests.Promotion;

public sealed class SettingsTests
{
    private static readonly PromotionSettings Full = PromotionSettingsFile.Read(Encoding.UTF8.GetBytes(SettingsSample.Full), "pipelinekit.yaml");

    [Fact]
    public void Every_member_of_an_environment_is_read()
    {
        var staging = Full.Find("staging")!;
        Assert.Equal(("shop", "records", "audit/promotions"), (Full.App, Full.Ledger.Branch, Full.Ledger.Folder));
        Assert.Equal(("registry.example:5000/shop", "staging", "deploy/staging/images.lock", 3, false), (staging.Repository, staging.Tag, staging.LockFile, staging.Retention, staging.IsProduction));
        Assert.Equal(["deploy/staging/**/*.yaml", "!deploy/staging/old.yaml"], staging.Manifests);
        Assert.Equal((true, false), (staging.Closure.Referrers, staging.Closure.CosignTags));
        Assert.Equal(["linux/amd64"], staging.Closure.Platforms);
        Assert.Equal(["application/vnd.cyclonedx+json"], staging.Closure.RequiredReferrers);
        Assert.Equal("pipelinekit/{app}/{environment}", staging.Changes.Branch);
        var production = Full.Find("production")!;
        Assert.Equal(("production", 5, true, staging), (production.Render, production.Retention, production.IsProduction, Full.Before(production)));
        Assert.Equal(("main", "release/{environment}"), (production.Changes.Base, production.Changes.Branch));
        var request = production.Changes.PullRequest;
        Assert.Equal((true, MergeMethod.Squash, "release", "acme/ops", "ann"), (request.IsDraft, request.AutoMerge, request.Labels[0], request.Reviewers[0], request.Assignees[0]));
        Assert.Equal([12, 13], request.WorkItems);
    }

    [Fact]
    public void Every_gate_is_read()
    {
        var staging = Full.Find("staging")!.Gates;
        Assert.Equal("https://github.com/acme/shop", staging.Signature!.Identity!.Extensions[12].Text);
        Assert.Equal([PredicateTypes.SlsaProvenance, "https://example.com/review/v1"], staging.Attestations.Select(a => a.PredicateType));
        Assert.Null(staging.Attestations[0].Signer);
        Assert.Equal(["review.pub", "env:REVIEW_KEY"], staging.Attestations[1].Signer!.Keys);
        Assert.Equal(["/predicate/approved=true", "/predicate/level=3", "/predicate/by=team-*"], staging.Attestations[1].Where.Select(w => $"{w.Key}={w.Value}"));
        Assert.Equal(("out/decision.json", TimeSpan.FromDays(7), true, TimeSpan.FromMinutes(90)), (staging.Scan!.File, staging.Scan.MaximumAge, staging.Sbom, staging.Soak));
        var gates = Full.Find("production")!.Gates;
        Assert.Equal((SigstoreInstance.Private, "trusted_root.json", true), (gates.Signature!.Instance, gates.Signature.TrustedRoot, gates.Signature.Identity!.Subject.IsPattern));
        Assert.Equal(("", null, true, TimeSpan.FromHours(24)), (gates.Scan!.File, gates.Scan.MaximumAge, gates.Canary is { Signer: null }, gates.Soak));
        Assert.Equal((2, true, true), (gates.Approvals!.Required, gates.Approvals.NotActor, gates.Approvals.NotAuthor));
        Assert.Equal(["weekend/True/Europe/Vienna/62", "office hours/False/Europe/Vienna/10"], gates.Freeze!.Windows.Select(w => $"{w.Name}/{w.IsDeny}/{w.Zone}/{w.Duration.TotalHours}"));
    }

    [Fact]
    public void What_is_left_out_is_not_asked_for()
    {
        var settings = SettingsSample.Read("app: shop\nenvironments: [ { name: dev, repository: r.example/shop } ]");
        var gates = Assert.Single(settings.Environments).Gates;
        Assert.Equal((null, null, false, null, null, null, null), (gates.Signature, gates.Scan, gates.Sbom, gates.Canary, gates.Soak, gates.Approvals, gates.Freeze));
        Assert.Equal(("pipelinekit/ledger", "promotions"), (settings.Ledger.Branch, settings.Ledger.Folder));
    }

    [Fact]
    public void An_image_comes_from_the_environment_above_unless_another_is_named()
    {
        var settings = SettingsSample.Read("app: a\nenvironments:\n  - { name: dev, repository: r.example/a }\n  - { name: x, repository: r.example/b }\n  - { name: y, repository: r.example/c, from: dev }\n");
        Assert.Equal([null, "dev", "dev"], settings.Environments.Select(e => settings.Before(e)?.Name));
    }

    [Theory]
    [InlineData("app: shop # of ours\nenvironments:\n  - { name: dev, repository: r.example/shop, tag: '1', render: ~ }\n", true)]
    [InlineData("environments: [ { tag: 1, repository: \"r.example/shop\", name: dev } ]\napp: shop\n", true)]
    [InlineData("app: shop\nenvironments: [ { name: dev, repository: r.example/shop, tag: 1, retention: 4 } ]\n", false)]
    [InlineData("app: shop\nenvironments: [ { name: dev, repository: r.example/shop, tag: 2 } ]\n", false)]
    public void The_digest_of_settings_is_of_what_they_say_and_not_how(string body, bool isSame)
    {
        var digest = SettingsSample.Read("app: shop\nenvironments: [ { name: dev, repository: r.example/shop, tag: 1 } ]\n").Digest;

        Assert.Equal(isSame, SettingsSample.Read(body).Digest == digest);
    }

    [Fact]
    public void The_digest_can_be_made_by_anybody() =>
        Assert.Equal(
            Oci.Digest.Sha256("""{"app":"shop","environments":[{"name":"dev","repository":"r.example/shop","retention":"4"}]}"""u8),
            SettingsSample.Read("environments: [ { repository: r.example/shop, name: dev, retention: 4 } ]\napp: shop\n").Digest);

    [Theory]
    [InlineData("")]
    [InlineData("version: 1\n")]
    [InlineData("promotion: ~\n")]
    public void A_file_without_environments_says_how_to_describe_them(string text)
    {
        var failure = Assert.Single(Assert.Throws<FailureException>(() => PromotionSettingsFile.Read(Encoding.UTF8.GetBytes(text), "p.yaml")).Failures);
        Assert.Equal((FailureCodes.BadConfiguration, "`p.yaml` does not say which environments there are"), (failure.Code, failure.What));
    }

    [Fact]
    public void All_that_is_wrong_is_told_at_once_in_the_order_of_the_file() =>
        Assert.Equal(
            ["2", "5", "7", "8"],
            SettingsSample.Problems("ap: shop\napp: shop\nenvironments:\n  - name: dev dev\n    repository: r.example/a\n    tagg: x\n    gates: { soak: 1h }\n").Select(p => p.Split(':')[0]));
}
