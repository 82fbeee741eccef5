using System.Text;
using PipelineKit.Ci;
using PipelineKit.Failures;
using PipelineKit.Render;
using PipelineKit.Testing;
using PipelineKit.Testing.Git;
using Xunit;

namespace PipelineKit.Tests.Render;

public sealed class RenderTests
{
    private const string Pod = "apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n  - name: web\n    image: {{ image 'nginx' }}\n";
    private const string Nginx = "docker.io/library/nginx:1.29";

    [Fact]
    public async Task A_template_becomes_a_manifest_with_the_digest_of_the_lock()
    {
        using var world = World(("templates/web.yaml.sbn", Pod));

        var result = await world.RunAsync(("metadata", "none"));

        Assert.Equal(ExitCode.Ok, RenderReport.From(result).Exit);
        Assert.Equal(Pod.Replace("{{ image 'nginx' }}", "docker.io/library/nginx@" + RenderWorld.DigestOf(1), StringComparison.Ordinal), world.Folder.Read("rendered/web.yaml"));
        Assert.Equal(["rendered/web.yaml", "rendered/render.json"], result.Changes.Select(c => c.Path));
    }

    [Fact]
    public async Task A_second_run_changes_nothing_and_check_passes()
    {
        using var world = World(("templates/web.yaml.sbn", Pod));
        await world.RunAsync();
        world.Run = ("1111111111111111111111111111111111111111", "https://ci.example/run/2");

        var second = await world.RunAsync();
        var check = await world.RunAsync(("check", "true"));

        Assert.Empty(second.Changes);
        Assert.Equal(ExitCode.Ok, RenderReport.From(check).Exit);
        Assert.DoesNotContain("source-commit", world.Folder.Read("rendered/web.yaml"), StringComparison.Ordinal);
        Assert.DoesNotContain("run-url", world.Folder.Read("rendered/web.yaml"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("source,run,digest,lock,policy", "  name: web\n")]
    [InlineData("source,run", "  name: web\n")]
    [InlineData("source,run", "  name: web\n  annotations:\n    a: b\n")]
    [InlineData("source,run,lock", "  annotations: { a: b }\n  name: web\n")]
    [InlineData("source,run", "  annotations: {}\n  name: web\n")]
    [InlineData("source,run", "  name: web\n  annotations:\n")]
    public async Task Manifests_that_a_run_has_signed_are_the_same_as_those_that_nobody_has(string metadata, string head)
    {
        var pod = Pod.Replace("  name: web\nspec", head + "spec", StringComparison.Ordinal);
        using var world = World(("templates/web.yaml.sbn", pod), ("templates/end.yaml.sbn", "kind: Pod\napiVersion: v1\nspec: {containers: [{name: a, image: {{ image 'nginx' }}}]}\nmetadata:\n" + head.TrimEnd('\n')));
        var run = ("1111111111111111111111111111111111111111", "https://ci.example/run/1");
        foreach (var (first, second) in new[] { ((ValueTuple<string, string>?)run, (ValueTuple<string, string>?)null), (null, run) })
        {
            world.Run = first;
            await world.RunAsync(("metadata", metadata), ("output", "out" + (first is null ? "1" : "2")));
            var before = world.Folder.Read($"out{(first is null ? "1" : "2")}/web.yaml");
            Assert.Equal(first is not null, before.Contains("run-url: https://ci.example/run/1", StringComparison.Ordinal) || before.Contains("run-url\": \"https", StringComparison.Ordinal));
            world.Run = second;

            var check = await world.RunAsync(("metadata", metadata), ("check", "true"), ("output", "out" + (first is null ? "1" : "2")));

            Assert.True(!check.Changes.Any(), check.Diff);
        }
    }

    [SkippableFact]
    public async Task On_a_command_line_the_commit_is_the_one_the_repository_stands_at()
    {
        Peer.Program("git");
        using var world = World(("templates/web.yaml.sbn", Pod));
        var commit = GitWorkTree.Create(world.Folder.Path).Commit(("README.md", "x"));

        await world.RunAsync();

        Assert.Contains($"source-commit: {commit}", world.Folder.Read("rendered/web.yaml").Replace("\"", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_image_of_the_lock_that_other_files_use_is_not_called_unused()
    {
        using var world = World(("templates/web.yaml.sbn", Pod));
        world.Lock("docker.io/library/redis:8", 3, "compose.yaml");

        var unused = (await world.RunAsync()).Findings.Where(f => f.Rule == RenderRule.UnusedLockEntry).ToList();

        Assert.Equal("the lock has `ghcr.io/acme/shop:1.0`, but nothing uses it", Assert.Single(unused).Message);
        Assert.Equal("Remove the entry if nothing else uses the lock.", unused[0].RemedyText);
    }

    [Fact]
    public async Task Workloads_say_where_they_come_from_and_pods_only_which_images_they_run()
    {
        using var world = World(("templates/web.yaml.sbn", """
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: web
            spec:
              template:
                metadata:
                  labels: {a: b}
                spec:
                  containers:
                  - name: web
                    image: {{ image 'nginx' }}
            ---
            apiVersion: v1
            kind: Service
            metadata:
              name: web

            """));
        world.Run = ("1111111111111111111111111111111111111111", "https://ci.example/run/1");

        await world.RunAsync(("annotation-prefix", "acme.example"));

        var text = world.Folder.Read("rendered/web.yaml");
        Assert.Contains("    acme.example/source-commit: \"1111111111111111111111111111111111111111\"\n", text, StringComparison.Ordinal);
        Assert.Contains("    acme.example/run-url: https://ci.example/run/1\n", text, StringComparison.Ordinal);
        Assert.Equal(1, Count(text, "acme.example/lock-hash: sha256:"));
        Assert.Equal(1, Count(text, "acme.example/policy-hash: sha256:"));
        Assert.Equal(2, Count(text, $"acme.example/image-digest: {RenderWorld.DigestOf(1)}"));
    }

    [Fact]
    public async Task Each_environment_has_its_own_values_and_folder()
    {
        using var world = World(
            ("templates/web.sbn", "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: {{ environment }} }\ndata: { a: {{ a }}, b: {{ b }} }\n"),
            ("values.yaml", "a: base\nb: base\n"),
            ("values.prod.yaml", "b: prod\n"));

        await world.RunAsync(("environment", "dev,prod"), ("values", "values.yaml\nvalues.{environment}.yaml?"), ("set", "a=set"));

        Assert.Contains("{ name: dev }\ndata: { a: set, b: base }", world.Folder.Read("rendered/dev/web.yaml"), StringComparison.Ordinal);
        Assert.Contains("{ name: prod }\ndata: { a: set, b: prod }", world.Folder.Read("rendered/prod/web.yaml"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_template_that_renders_nothing_makes_no_file()
    {
        using var world = World(("templates/web.sbn", Pod), ("templates/no.sbn", "{{ if false }}x{{ end }}\n# only a comment\n"));

        var result = await world.RunAsync();

        Assert.Equal(["rendered/web.yaml", "rendered/render.json"], result.Changes.Select(c => c.Path));
    }

    [Fact]
    public async Task Values_that_a_template_changes_are_the_same_for_the_next_one()
    {
        const string Template = "{{ a.list[0] = a.list[0] + 1 }}apiVersion: v1\nkind: ConfigMap\ndata: { a: \"{{ a.list[0] }}\" }\n";
        using var world = World(("templates/x.sbn", Template), ("templates/y.sbn", Template), ("v.yaml", "a: { list: [1] }"));

        var result = await world.RunAsync(("values", "v.yaml"), ("profile", "scriban"));

        Assert.Empty(result.Problems);
        Assert.Contains("\"2\"", world.Folder.Read("rendered/x.yaml"), StringComparison.Ordinal);
        Assert.Contains("\"2\"", world.Folder.Read("rendered/y.yaml"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a.list[0] = 2")]
    [InlineData("a.b = 2")]
    [InlineData("values.a = 2")]
    public async Task The_values_themselves_cannot_be_changed_by_the_rules_of_manifests(string code)
    {
        using var world = World(("templates/x.sbn", "# x\n{{ " + code + " }}\n"), ("v.yaml", "a: { list: [1], b: 1 }"));

        var problem = Assert.Single((await world.RunAsync(("values", "v.yaml"))).Problems);

        Assert.Equal((FailureCodes.TemplateError, 2), (problem.Code, problem.Place!.Line));
    }

    [Fact]
    public async Task Check_finds_what_was_edited_by_hand_and_shows_it()
    {
        using var world = World(("templates/web.yaml.sbn", Pod));
        await world.RunAsync();
        var committed = world.Folder.Read("rendered/web.yaml");
        world.Write("rendered/web.yaml", committed.Replace("name: web", "name: wob", StringComparison.Ordinal));

        var result = await world.RunAsync(("check", "true"));

        var finding = Assert.Single(result.Findings, f => f.Level == AnnotationLevel.Error);
        Assert.Equal(("drift", AnnotationLevel.Error, "rendered/web.yaml"), (finding.Rule.Id, finding.Level, finding.Place.File));
        Assert.Equal(ExitCode.GateSaidNo, RenderReport.From(result).Exit);
        Assert.Contains("-  name: wob\n+  name: web\n", result.Diff, StringComparison.Ordinal);
        Assert.NotEqual(committed, world.Folder.Read("rendered/web.yaml"));
    }

    [Fact]
    public async Task A_dry_run_says_what_would_change_and_changes_nothing()
    {
        using var world = World(("templates/web.yaml.sbn", Pod));

        var result = await world.RunAsync(("dry-run", "true"));

        Assert.Equal(2, result.Changes.Count());
        Assert.Contains("would change", RenderReport.From(result).Headline, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(world.Folder.Path, "rendered")));
    }

    [Fact]
    public async Task The_record_names_every_input_by_its_hash_and_nothing_of_the_run()
    {
        using var world = World(("templates/web.yaml.sbn", "{{ include '_p.sbn' }}" + Pod), ("templates/_p.sbn", "# part\n"), ("v.yaml", "a: 1\n"));

        await world.RunAsync(("values", "v.yaml"), ("set", "b=2"));

        var record = world.Folder.Read("rendered/render.json");
        foreach (var content in (string[])["# part\n", "a: 1\n", "b=2"])
        {
            Assert.Contains(Hash(content), record, StringComparison.Ordinal);
        }

        Assert.Contains(Hash(world.Folder.Read("rendered/web.yaml")), record, StringComparison.Ordinal);
        Assert.DoesNotContain(world.Folder.Path, record, StringComparison.Ordinal);
        Assert.DoesNotContain("2030", record, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Templates_have_the_time_that_is_given_and_no_other()
    {
        using var world = World(("templates/x.sbn", "apiVersion: v1\nkind: ConfigMap\ndata: { at: '{{ date.now | date.to_string \"%Y-%m-%d\" }}' }\n"));

        var without = await world.RunAsync();
        await world.RunAsync(("now", "2026-02-03T04:05:06Z"));

        Assert.Equal(FailureCodes.TemplateError, Assert.Single(without.Problems).Code);
        Assert.Contains("2026-02-03", world.Folder.Read("rendered/x.yaml"), StringComparison.Ordinal);
    }

    internal static RenderWorld World(params (string Path, string Content)[] files)
    {
        var world = new RenderWorld().Lock(Nginx, 1).Lock("ghcr.io/acme/shop:1.0", 2);
        foreach (var (path, content) in files)
        {
            world.Write(path, content);
        }

        return world;
    }

    private static string Hash(string text) => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static int Count(string text, string part) => text.Split(part).Length - 1;
}
