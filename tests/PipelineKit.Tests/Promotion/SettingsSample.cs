using System.Text;
using PipelineKit.Failures;
using PipelineKit.Promotion;
using Xunit;

namespace PipelineKit.Tests.Promotion;

/// <summary>Settings of a few lines.</summary>
internal static class SettingsSample
{
    /// <summary>Everything there is.</summary>
    internal const string Full = """
        version: 1
        promotion:
          app: shop
          ledger: { branch: records, folder: audit/promotions/ }
          environments:
            - name: dev
              repository: oci:images/dev
              tag: dev
              gates:
                signature: { key: release.pub }
            - name: staging
              repository: registry.example:5000/shop
              tag: staging
              lock-file: deploy/staging/images.lock
              manifests: [deploy/staging/**/*.yaml, '!deploy/staging/old.yaml']
              platforms: linux/amd64
              referrers: true
              cosign-tags: false
              required-referrers: [application/vnd.cyclonedx+json]
              gates:
                signature: { source-repository: acme/shop }
                attestations:
                  - slsa-provenance
                  - type: https://example.com/review/v1
                    where: { /predicate/approved: true, /predicate/level: 3, /predicate/by: team-* }
                    keys: [review.pub, env:REVIEW_KEY]
                scan: { decision-file: out/decision.json, max-age: 7d }
                sbom: true
                soak: 90m
            - name: production
              repository: ghcr.io/acme/shop
              tag: live
              from: staging
              production: true
              render: production
              retention: 5
              gates:
                signature:
                  certificate-identity-regexp: https://github\.com/acme/shop/.*
                  certificate-oidc-issuer: https://token.actions.githubusercontent.com
                  trusted-root: trusted_root.json
                  instance: private
                scan: { attested: true }
                canary: true
                soak: 24h
                approvals: { required: 2, from: [ann, ben, cem], not-actor: true, not-author: true }
                freeze:
                  - { name: weekend, cron: 0 18 * * FRI, duration: 62h, time-zone: Europe/Vienna }
                  - { name: office hours, kind: allow, rrule: 'DTSTART:20260105T080000 RRULE:FREQ=DAILY', duration: 10h, time-zone: Europe/Vienna }
              pull-request:
                base: main
                branch: release/{environment}
                labels: [release]
                reviewers: [acme/ops]
                assignees: [ann]
                draft: true
                auto-merge: squash
                work-items: [12, 13]

        """;

    /// <summary>Reads settings from what stands below <c>promotion:</c>.</summary>
    internal static PromotionSettings Read(string body) => PromotionSettingsFile.Read(Encoding.UTF8.GetBytes(Text(body)), "pipelinekit.yaml");

    /// <summary>One environment with these gates, after one without any.</summary>
    internal static string Gates(string gates) =>
        $"app: shop\nenvironments:\n  - {{ name: dev, repository: r.example/shop/dev }}\n  - {{ name: live, repository: r.example/shop, gates: {gates} }}\n";

    /// <summary>One environment with these members.</summary>
    internal static string Environment(string members) => $"app: shop\nenvironments:\n  - {{ name: dev, repository: r.example/shop/dev, tag: dev }}\n  - {{ {members} }}\n";

    internal static string Text(string body) => "promotion:\n" + string.Concat(body.Split('\n').Select(l => l.Length > 0 ? $"  {l}\n" : ""));

    /// <summary>What is wrong, as <c>line:column what | remedy</c>.</summary>
    internal static IReadOnlyList<string> Problems(string body)
    {
        var failures = Assert.Throws<FailureException>(() => Read(body)).Failures;
        Assert.All(failures, f => Assert.Equal((FailureCodes.BadConfiguration, "pipelinekit.yaml", true), (f.Code, f.Place?.File, f.Place?.Line >= 1 && f.Place.Column >= 1)));
        return [.. failures.Select(f => $"{f.Place!.Line}:{f.Place.Column} {f.What} | {f.Remedy}")];
    }
}
