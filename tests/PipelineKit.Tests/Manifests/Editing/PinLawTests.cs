using System.Text;
using FsCheck;
using FsCheck.Fluent;
using PipelineKit.Failures;
using PipelineKit.Manifests.Editing;
using PipelineKit.Manifests.Scanning;
using PipelineKit.Oci;
using PipelineKit.Testing;
using PipelineKit.Testing.Manifests;
using Xunit;

namespace PipelineKit.Tests.Manifests.Editing;

/// <summary>pin(pin(x)) = pin(x), unpin(pin(x)) = x, and what is found after pinning is what was pinned.</summary>
public sealed class PinLawTests
{
    private const string Sha = "0123456789abcdef0123456789abcdef01234567";

    private static readonly string[] Uses =
    [
        "a/b@v1", "a/b/c@releases/v1@x", "'a/b@v1'", "\"a/b@v1\"", $"a/b@{Sha}", $"\"a/b@{Sha}\"", "&x a/b@v1", "!!str a/b@v1", "docker://alpine:3.20", "'docker://a/b'", ">-\n        a/b@v1", "|\n        a/b@v1", $">- # v1\n        a/b@{Sha}", $">-\n        a/b@{Sha}", "\n        a/b@v1",
        "./local", "a/b@${{ x }}", "a/b",
    ];

    private static readonly string[] Images =
    [
        "nginx", "nginx:1.27", "'nginx:1.27'", "\"ghcr.io/a/b:1\"", "localhost:5000/a:b", "a@sha256:" + Sha + "0123456789abcdef01234567", "&i nginx:1", "*i",
        "${X:-nginx:1.27}", "nginx:${T:-1.27}", "${X}", "{{ .Values.image }}", "\"{{ .Values.r }}:1\"", ">-\n        nginx:1", "\"ngi\\x6ex:1\"", "", "~",
    ];

    private static readonly string[] Comments =
        ["", " # v4.1.0", "  #v4", " # keep me", " # tag=v1", " # renovate: tag=v1", " # v1 (source v2)", " # a/b@v1", " # zizmor: ignore[x] # v1", " # pin @v4", "   ", "\t# x", " # main"];

    [Fact]
    public void They_hold_for_any_workflow() => Check(".github/workflows/x.yml", Workflow);

    [Fact]
    public void They_hold_for_any_deployment() => Check("deploy/x.yaml", Deployment);

    [Fact]
    public void They_hold_for_any_values() => Check("chart/values.yaml", Values);

    [Fact]
    public void They_hold_for_any_dockerfile() => Check("Dockerfile", Dockerfile);

    [Theory]
    [InlineData("kustomization.yaml", "images:\n- name: a\n  newTag: v1\n- {name: b, newName: c, newTag: '2'}\n- name: d\n  digest: sha256:" + Sha + "0123456789abcdef01234567\n- name: e\n")]
    [InlineData("compose.yaml", "services:\n  a: {image: 'a:1'}\n  b:\n    image: \"${R:-b}:${T:-2}\" # x\n  c: {build: ., image: c:1}\n")]
    [InlineData("azure-pipelines.yml", "resources:\n  containers:\n  - {container: a, image: 'a:1'}\njobs:\n- job: x\n  container: b:1 # c\n")]
    [InlineData(".gitlab-ci.yml", "image: a:1 # x\nservices: [b:2, 'c:3']\nj:\n  image: {name: \"d:4\"}\n  script: x\n")]
    [InlineData("devcontainer.json", "{ // x\n \"image\": \"a:1\", }")]
    [InlineData("values.yaml", "image:\n  repository: a/b\n  tag:\nother:\n  image:\n    repository: a/c\n    tag: \nthird:\n  image: {repository: a/d, tag: \"\"}\n")]
    public void They_hold_for_every_other_kind(string path, string text)
    {
        using var folder = new TempFolder();
        folder.Write("Chart.yaml", "name: x\nappVersion: \"1.2.3\"\n");
        foreach (var variant in new[] { text, text.Replace("\n", "\r\n", StringComparison.Ordinal), text.TrimEnd('\n'), "\uFEFF" + text })
        {
            Assert.True(Pinning.CheckLaws(folder.Path, path, Encoding.UTF8.GetBytes(variant)).Sites > 0, variant);
        }
    }

    [SkippableFact]
    public void They_hold_for_every_file_of_three_real_repositories()
    {
        var root = Peer.SharedData("manifests");
        var sites = 0;
        foreach (var file in Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories))
        {
            var path = Path.GetRelativePath(root, file);
            if (KindDetector.MayBe(path))
            {
                sites += Pinning.CheckLaws(root, path, File.ReadAllBytes(file)).Sites;
            }
        }

        Assert.True(sites > 500, $"only {sites} sites");
    }

    [Fact]
    public void A_line_longer_than_64_KiB_survives() =>
        Assert.Equal(2, Pinning.CheckLaws("/", "x.yaml", Encoding.UTF8.GetBytes(
            $"apiVersion: v1\nkind: Pod\nmetadata: {{annotations: {{x: \"{new string('x', 200_000)}\"}}}}\nspec: {{containers: [{{image: a:1, args: [\"{new string('y', 100_000)}\"]}}, {{image: 'b:2'}}]}}")).Sites);

    [Fact]
    public void A_comment_stays_behind_the_version()
    {
        var file = "jobs:\n  x:\n    uses: a/b@v1 # keep me\n"u8.ToArray();
        var site = Assert.Single(Find.In(".github/workflows/x.yml", file));
        var pinned = SpanEditor.Apply(file, [PinText.Uses(site, file, Sha, "v1.2.3")]);
        Assert.Equal($"jobs:\n  x:\n    uses: a/b@{Sha} # v1.2.3 # keep me\n", Encoding.UTF8.GetString(pinned));
    }

    [Theory]
    [InlineData("\"a/b@v1\"", "v1.2.3", "\"a/b@{0}\" # v1.2.3")]
    [InlineData("a/b@v1", null, "a/b@{0} # v1")]
    [InlineData("a/b@odd-branch", "odd-branch", "a/b@{0} # ref=odd-branch")]
    [InlineData("a/b@0123456789abcdef0123456789abcdef01234567 # tag=v1 why", "v2", "a/b@{0} # tag=v2 why")]
    [InlineData("a/b@0123456789abcdef0123456789abcdef01234567 # v1", null, "a/b@{0}")]
    [InlineData("a/b@0123456789abcdef0123456789abcdef01234567 # v1 (source v2)", "main", "a/b@{0} # ref=main (source v2)")]
    [InlineData("'a/b@0123456789abcdef0123456789abcdef01234567' # v1", "odd-branch", "'a/b@{0}' # ref=odd-branch")]
    [InlineData(">-\n      a/b@v1", "v1.2.3", ">-\n      a/b@{0}")]
    [InlineData(">- # v1\n      a/b@0123456789abcdef0123456789abcdef01234567", "v1.2.3", ">- # v1\n      a/b@{0}")]
    [InlineData("\n      a/b@v1", "v1.2.3", "\n      a/b@{0} # v1.2.3")]
    public void What_a_pin_writes(string value, string? version, string expected)
    {
        var commit = new string('f', 40);
        var file = Encoding.UTF8.GetBytes($"jobs:\n  x:\n    uses: {value}\n");
        var site = Assert.Single(Find.In(".github/workflows/x.yml", file));
        var pinned = Encoding.UTF8.GetString(SpanEditor.Apply(file, [PinText.Uses(site, file, commit, version)]));
        Assert.Equal($"jobs:\n  x:\n    uses: {expected.Replace("{0}", commit, StringComparison.Ordinal)}\n", pinned);
    }

    [Fact]
    public void A_file_that_changed_meanwhile_is_not_edited()
    {
        var site = Assert.Single(Find.In("Dockerfile", "FROM a:1\n"));
        var failure = Assert.Throws<FailureException>(() => PinText.Image(site, "FROM b:1\n"u8, Digest.Sha256([])));
        Assert.Equal("PK0202", failure.Failures[0].Code.Id);
        Assert.Throws<FailureException>(() => PinText.Image(site, "FROM"u8, Digest.Sha256([])));
    }

    private static void Check(string path, Func<Random, string> make) =>
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
        {
            var random = new Random(seed);
            var text = make(random);
            text = random.Next(3) == 0 ? text.Replace("\n", "\r\n", StringComparison.Ordinal) : text;
            text = random.Next(3) == 0 ? text.TrimEnd('\r', '\n') : text;
            Pinning.CheckLaws("/", path, Encoding.UTF8.GetBytes(random.Next(4) == 0 ? "\uFEFF" + text : text));
        }).QuickCheckThrowOnFailure();

    private static string Pick(Random random, string[] from) => from[random.Next(from.Length)];

    private static string Many(Random random, Func<string> make) => string.Concat(Enumerable.Range(0, random.Next(1, 6)).Select(_ => make()));

    private static string Workflow(Random random) =>
        $"on: push\njobs:\n  x:\n    container: {Pick(random, Images)}\n    services:\n"
        + Many(random, () => $"      s{random.Next()}:\n        image: {Pick(random, Images)}{Pick(random, Comments)}\n")
        + "    steps:\n"
        + Many(random, () => $"    - uses: {Pick(random, Uses)}{Pick(random, Comments)}\n")
        + Many(random, () => $"    - {{uses: {Pick(random, Uses)}, with: {{x: 1}}}}\n");

    private static string Deployment(Random random) =>
        Many(random, () => "apiVersion: apps/v1\nkind: Deployment\n{{- if .Values.x }}\nspec:\n  template:\n    spec:\n      containers:\n"
            + Many(random, () => $"      - image: {Pick(random, Images)}{Pick(random, Comments)}\n        name: x\n")
            + "{{- end }}\n---\n");

    private static string Values(Random random) =>
        Many(random, () => $"c{random.Next()}:\n  image:\n    repository: a/b\n    tag:{Pick(random, ["", " ", " 1.2", " \"1.2\"", " ''", " \"\"", " 1.2@sha256:" + Sha + Sha[..24]])}{Pick(random, ["", " # x"])}\n"
            + Pick(random, ["", "    digest: \"\"\n", "    sha:\n", "    registry: ghcr.io\n"]));

    private static string Dockerfile(Random random)
    {
        string[] from = ["alpine", "alpine:3.20", "\"alpine:3.20\"", "$B", "${B}", "alpine:${V}", "$N:3", "${X:-busybox:1}", "busybox:${X:-1}", "q.io/$N", "scratch", "$U", "alpine@sha256:" + Sha + Sha[..24]];
        return Pick(random, ["", "# syntax=docker/dockerfile:1\n", "# escape=\\\n"])
            + $"ARG B={Pick(random, ["ubuntu:24.04", "'debian'", "\"a/b:1\"", "alpine:$V"])}\nARG V={Pick(random, ["3.20", "\"3\"", ""])} N=library/x\n"
            + Many(random, () => $"FROM {Pick(random, ["", "--platform=$P "])}{Pick(random, from)}{Pick(random, ["", " AS s" + random.Next(3), " # no comment"])}\n"
                + Pick(random, ["", "RUN a \\\n # c\n b\n", "COPY --from=x/y:1 / /\n", "RUN --mount=from=m:1,target=/m \\\n --mount=from=n:2 true\n", "RUN <<E\nFROM no:1\nE\n", "# pipelinekit: ignore\n"]));
    }
}
