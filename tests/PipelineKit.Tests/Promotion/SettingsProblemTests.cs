using Xunit;

namespace PipelineKit.Tests.Promotion;

public sealed class SettingsProblemTests
{
    [Theory]
    [InlineData("[]", "2:3 keys and values are expected here | Known here: `app`, `environments`, `ledger`.")]
    [InlineData("app: shop\n", "2:3 `environments` is a list of at least one environment")]
    [InlineData("app: shop\nenvironments: {}\n", "3:17 `environments` is a list of at least one environment")]
    [InlineData("environments: [ { name: dev, repository: r.example/a } ]\n", "2:3 `app` is missing here | Give the application a name")]
    [InlineData("app: a/b\nenvironments: [ { name: dev, repository: r.example/a } ]\n", "2:8 `a/b` cannot be the name of an application: only letters, digits")]
    [InlineData("app: a\nledger: { branch: refs/heads/x }\nenvironments: [ { name: dev, repository: r.example/a } ]\n", "3:21 `refs/heads/x` cannot be the name of a branch")]
    [InlineData("app: a\nledger: { folder: ../x }\nenvironments: [ { name: dev, repository: r.example/a } ]\n", "3:21 `../x` is not a folder of the repository")]
    public void What_is_wrong_with_the_whole_is_told_with_its_place(string body, string problem) => Assert.StartsWith(problem, Assert.Single(SettingsSample.Problems(body)), StringComparison.Ordinal);

    [Theory]
    [InlineData("repository: r.example/a", "`name` is missing here | Name the environment, as in `name: staging`.")]
    [InlineData("name: live", "`repository` is missing here | Say where its images are")]
    [InlineData("name: .live, repository: r.example/a", "`.live` cannot be the name of an environment: it begins with a letter or digit")]
    [InlineData("name: a..b, repository: r.example/a", "`a..b` cannot be the name of an environment")]
    [InlineData("name: DEV, repository: r.example/a", "there is an environment `dev` already, on line 4")]
    [InlineData("name: live, repository: 'r.example/a:1'", "`r.example/a:1` is not a repository: a tag or digest is not part of it")]
    [InlineData("name: live, repository: 'oci:x:1'", "`oci:x:1` is not a layout: the name of an image is not part of it")]
    [InlineData("name: live, repository: https://r.example/a", "`https://r.example/a` is not a repository")]
    [InlineData("name: live, repository: r.example/a, tag: a b", "`a b` cannot be a tag")]
    [InlineData("name: live, repository: r.example/a, tag: '1@sha256:x'", "cannot be a tag")]
    [InlineData("name: live, repository: r.example/a, from: def", "there is no environment `def` above this one | Did you mean `dev`?")]
    [InlineData("name: live, repository: r.example/a, from: live", "there is no environment `live` above this one | An image comes from")]
    [InlineData("name: live, repository: r.example/a, production: yes", "`production` is true or false, not `yes`")]
    [InlineData("name: live, repository: r.example/a, lock-file: /x", "`/x` is not a file of the repository")]
    [InlineData("name: live, repository: r.example/a, lock-file: .git/config", "`.git/config` is not a file of the repository")]
    [InlineData("name: live, repository: r.example/a, manifests: [a/../../b]", "`a/../../b` does not name manifests: it leads out of the repository")]
    [InlineData("name: live, repository: r.example/a, retention: 101", "`retention` is a number from 0 to 100, not `101`")]
    [InlineData("name: live, repository: r.example/a, platforms: [amd64]", "`amd64` is not a platform")]
    [InlineData("name: live, repository: r.example/shop/dev, tag: dev", "`r.example/shop/dev:dev` is the tag of `dev` too")]
    [InlineData("name: live, repository: r.example/a, repo: x", "unknown key `repo` | Known here: `cosign-tags`, `from`")]
    [InlineData("name: live, repository: r.example/a, pull-request: { branch: a b }", "`a b` cannot be the name of a branch | Write it as in `pipelinekit/{app}/{environment}`")]
    [InlineData("name: live, repository: r.example/a, pull-request: { branch: 'pipelinekit/{app}/dev' }", "the changes of `live` and `dev` are both on the branch `pipelinekit/shop/dev`")]
    [InlineData("name: live, repository: r.example/a, pull-request: { base: refs/heads/main }", "`refs/heads/main` cannot be the name of a branch")]
    [InlineData("name: live, repository: r.example/a, pull-request: { auto-merge: yes }", "`auto-merge` is not `yes` | It is one of `merge`, `squash`, `rebase`.")]
    [InlineData("name: live, repository: r.example/a, pull-request: { work-items: [AB-1] }", "`AB-1` is not the number of a work item")]
    public void What_is_wrong_with_an_environment_is_told_with_its_place(string members, string problem)
    {
        var found = Assert.Single(SettingsSample.Problems(SettingsSample.Environment(members)));

        Assert.StartsWith("5:", found, StringComparison.Ordinal);
        Assert.Contains(problem, found, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{ signatur: { key: a } }", "unknown key `signatur` | Did you mean `signature`?")]
    [InlineData("{ signature: {} }", "nobody is named who must have signed | Give `key`")]
    [InlineData("{ signature: yes }", "keys and values are expected here")]
    [InlineData("{ signature: { key: awskms:///alias/x } }", "`awskms:///alias/x` is a key in a key management service")]
    [InlineData("{ signature: { certificate-identity: a@b.c } }", "anybody can run an issuer that says anything")]
    [InlineData("{ signature: { certificate-oidc-issuer: https://x.example } }", "it is not said who must have signed, only who vouches for them")]
    [InlineData("{ signature: { certificate-identity: a, certificate-identity-regexp: b, certificate-oidc-issuer: c } }", "are both given")]
    [InlineData("{ signature: { certificate-identity-regexp: '.*', certificate-oidc-issuer: c } }", "matches everything")]
    [InlineData("{ signature: { source-repository: acme } }", "`acme` is not a repository of github.com")]
    [InlineData("{ signature: { source-repository: acme/shop, instance: github } }", "only the root of trust of the public instance is known here")]
    [InlineData("{ attestations: [slsa-provenance] }", "it is not said who must have signed the attestation")]
    [InlineData("{ signature: { key: k }, attestations: [provenence] }", "`provenence` is not a type of attestation | It is one of `slsa-provenance`")]
    [InlineData("{ signature: { key: k }, attestations: [{ where: {} }] }", "`type` is missing here")]
    [InlineData("{ signature: { key: k }, attestations: [{ type: vsa, where: [] }] }", "`where` has keys and values")]
    [InlineData("{ signature: { key: k }, attestations: [{ type: vsa, where: { verifier: x } }] }", "`verifier` is not a place in a predicate")]
    [InlineData("{ signature: { key: k }, attestations: [{ type: vsa, where: { /predicate/a~2: x } }] }", "`/predicate/a~2` is not a place in a predicate")]
    [InlineData("{ signature: { key: k }, attestations: [{ type: vsa, where: { /predicate/a: [x] } }] }", "`/predicate/a` has one value to be compared with")]
    [InlineData("{ scan: {} }", "it is not said where the decision of scan-gate is")]
    [InlineData("{ signature: { key: k }, scan: { attested: true, decision-file: x } }", "`decision-file` and `attested` are both given")]
    [InlineData("{ scan: { attested: true } }", "it is not said who must have signed the decision")]
    [InlineData("{ scan: { decision-file: x, max-age: 0s } }", "`max-age` is longer than nothing and at most 366 days")]
    [InlineData("{ soak: 1 day }", "`soak` is a span of time, not `1 day`")]
    [InlineData("{ approvals: { required: 0 } }", "`required` is a number from 1 to 20, not `0`")]
    [InlineData("{ approvals: { required: 2, from: [Ann, ann] } }", "2 people must approve, and `from` has 1")]
    [InlineData("{ freeze: [{ cron: 0 0 * * *, duration: 1h }] }", "`name` is missing here | Name the window")]
    [InlineData("{ freeze: [{ name: x, cron: 0 0 * * * }] }", "`duration` is missing here")]
    [InlineData("{ freeze: [{ name: x, cron: 0 0 * * *, duration: 367d }] }", "a window lasts from 1 minute to 366 days")]
    [InlineData("{ freeze: [{ name: x, duration: 1h }] }", "it is not said when the window begins")]
    [InlineData("{ freeze: [{ name: x, cron: 0 0 * * *, rrule: 'FREQ=DAILY', duration: 1h }] }", "`cron` and `rrule` are both given")]
    [InlineData("{ freeze: [{ name: x, cron: 0 0 * *, duration: 1h }] }", "has 4 fields, and cron has five")]
    [InlineData("{ freeze: [{ name: x, rrule: FREQ=DAILY, duration: 1h }] }", "a recurrence begins with the first time of all")]
    [InlineData("{ freeze: [{ name: x, kind: block, cron: 0 0 * * *, duration: 1h }] }", "`kind` is not `block` | It is one of `deny`, `allow`.")]
    [InlineData("{ freeze: [{ name: x, cron: 0 0 * * *, duration: 1h, time-zone: Europe/Viena }] }", "there is no time zone `Europe/Viena` | Did you mean `Europe/Vienna`?")]
    [InlineData("{ freeze: [{ name: x, cron: 0 0 * * *, duration: 1h, time-zone: vienna }] }", "there is no time zone `vienna` | Did you mean `Europe/Vienna`?")]
    [InlineData("{ freeze: [{ name: x, cron: 0 0 * * *, duration: 1h, time-zone: ../../etc/passwd }] }", "there is no time zone `../../etc/passwd`")]
    public void What_is_wrong_with_a_gate_is_told_with_its_place(string gates, string problem)
    {
        var found = SettingsSample.Problems(SettingsSample.Gates(gates));

        Assert.Contains(found, f => f.StartsWith("5:", StringComparison.Ordinal) && f.Contains(problem, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("canary: true")]
    [InlineData("soak: 1h")]
    public void The_first_environment_cannot_ask_about_the_one_before(string gate) =>
        Assert.Contains(
            "asks about the environment before this one, and there is none",
            Assert.Single(SettingsSample.Problems($"app: a\nenvironments: [ {{ name: dev, repository: r.example/a, gates: {{ {gate} }} }} ]\n")), StringComparison.Ordinal);
}
