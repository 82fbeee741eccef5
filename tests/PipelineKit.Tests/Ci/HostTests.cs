using PipelineKit.Actions;
using PipelineKit.Ci;
using PipelineKit.Failures;
using PipelineKit.Oci;
using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Tests.Ci;

public sealed class HostTests
{
    [Theory]
    [InlineData("GITHUB_ACTIONS", "true", "github")]
    [InlineData("TF_BUILD", "True", "azure")]
    [InlineData("CI", "true", "console")]
    [InlineData("GITHUB_ACTIONS", "false", "console")]
    public void The_host_is_known_by_its_variable(string variable, string value, string name)
    {
        using var run = new HostRun(HostKind.Console, new Dictionary<string, string> { [variable] = value });
        Assert.Equal(name, run.Host.Name);
    }

    [Fact]
    public void GitHub_tells_about_the_run()
    {
        using var run = new HostRun(HostKind.GitHub, new Dictionary<string, string> { ["GITHUB_SERVER_URL"] = "https://ghes.example/", ["GITHUB_TOKEN"] = "t0ken", ["RUNNER_DEBUG"] = "1" });
        Assert.Equal(
            new CiContext
            {
                Repository = "acme/shop",
                Commit = "0123456789abcdef0123456789abcdef01234567",
                Reference = "main",
                RunUrl = "https://ghes.example/acme/shop/actions/runs/42/attempts/2",
                Actor = "octocat",
                Workspace = run.Workspace,
                TemporaryFolder = run.Temporary,
                GitServerUrl = "https://ghes.example",
                JobToken = "t0ken",
                JobTokenServer = "https://ghes.example",
                CodeHost = new CodeHost
                {
                    Kind = CodeHostKind.GitHub,
                    ApiUrl = "https://ghes.example/api/v3",
                    GraphQlUrl = "https://ghes.example/api/graphql",
                    Repository = "acme/shop",
                    RunId = "42",
                    RunAttempt = 2,
                },
                IdentityTokenRemedy = run.Host.Context.IdentityTokenRemedy,
            },
            run.Host.Context);
        Assert.Contains("`permissions: id-token: write`", run.Host.Context.IdentityTokenRemedy, StringComparison.Ordinal);
        Assert.True(run.Host.DebugRequested);
    }

    [Fact]
    public void Images_of_a_run_that_passed_are_added_to_the_artifacts_of_the_job_where_the_runner_keeps_them()
    {
        using var folder = new TempFolder();
        var list = folder.Write("artifacts", "dist/app\n");
        using var run = new HostRun(HostKind.GitHub, new Dictionary<string, string> { ["GITHUB_ARTIFACTS"] = list });
        Assert.True(PinnedReference.TryFrom(ImageReference.Parse($"ghcr.io/acme/shop:1.2@sha256:{new string('a', 64)}"), out var image));
        var reporter = new Reporter(run.Host, new StillTime(), "1.0.0");
        var options = new PublishOptions { ReportPath = "", WorkingDirectory = run.Workspace };
        reporter.Publish(Sample.Action, Sample.Pass with { Artifacts = [image] }, options);
        reporter.Publish(Sample.Action, Sample.Fail with { Artifacts = [image] }, options);

        Assert.Equal($"dist/app\noci://ghcr.io/acme/shop@sha256:{new string('a', 64)}\n", File.ReadAllText(list));
    }

    [Fact]
    public void GitHub_names_where_it_is_asked()
    {
        using var run = new HostRun(
            HostKind.GitHub, new Dictionary<string, string> { ["GITHUB_API_URL"] = "https://api.acme.ghe.com/", ["GITHUB_GRAPHQL_URL"] = "https://api.acme.ghe.com/graphql", ["GITHUB_SERVER_URL"] = "https://acme.ghe.com" });

        Assert.Equal(("https://api.acme.ghe.com", "https://api.acme.ghe.com/graphql"), (run.Host.Context.CodeHost!.ApiUrl, run.Host.Context.CodeHost.GraphQlUrl));
    }

    [Theory]
    [InlineData("SYSTEM_ACCESSTOKEN", "t0ken", "t0ken")]
    [InlineData("ENDPOINT_AUTH_PARAMETER_SYSTEMVSSCONNECTION_ACCESSTOKEN", "t0ken", "t0ken")]
    [InlineData("SYSTEM_ACCESSTOKEN", "$(System.AccessToken)", null)]
    public void Azure_tells_about_the_run(string variable, string value, string? token)
    {
        using var run = new HostRun(HostKind.Azure, new Dictionary<string, string> { [variable] = value, ["SYSTEM_DEBUG"] = "True" });
        Assert.Equal(
            new CiContext
            {
                Repository = "Web Shop/shop",
                Commit = "0123456789abcdef0123456789abcdef01234567",
                Reference = "feature/x",
                RunUrl = "https://dev.azure.com/acme/Web%20Shop/_build/results?buildId=42",
                Actor = "Ada Lovelace",
                ActorAliases = run.Host.Context.ActorAliases,
                Workspace = run.Workspace,
                TemporaryFolder = run.Temporary,
                JobToken = token,
                JobTokenServer = token is null ? null : "https://dev.azure.com/acme",
                IdentityTokenRemedy = run.Host.Context.IdentityTokenRemedy,
            },
            run.Host.Context);
        Assert.Contains("`signer-command`", run.Host.Context.IdentityTokenRemedy, StringComparison.Ordinal);
        Assert.True(run.Host.DebugRequested);
    }

    [Theory]
    [InlineData(HostKind.GitHub, "INPUT_DRY-RUN", "input `dry-run`")]
    [InlineData(HostKind.Azure, "INPUT_DRYRUN", "input `dryRun`")]
    public void Inputs_are_found_in_the_spelling_of_the_host(HostKind kind, string variable, string origin)
    {
        using var run = new HostRun(kind, new Dictionary<string, string> { [variable] = "true", ["INPUT_MODE"] = "" });
        Assert.Equal(new InputValue("true", origin, SourcePlace.OfInput("dry-run")), run.Host.Inputs.Find(Sample.DryRun));
        Assert.Null(run.Host.Inputs.Find(Sample.Mode));
        Assert.Null(run.Host.Inputs.Find(Sample.Files));
    }

    [Fact]
    public void A_command_line_has_no_inputs_in_variables()
    {
        using var run = new HostRun(HostKind.Console, new Dictionary<string, string> { ["INPUT_MODE"] = "check" });
        Assert.Null(run.Host.Inputs.Find(Sample.Mode));
    }

    [Fact]
    public void Annotations_name_files_as_the_repository_does_also_when_it_is_checked_out_below_the_workspace()
    {
        using var run = new HostRun(HostKind.GitHub);
        Directory.CreateDirectory(Path.Combine(run.Workspace, "app", ".git"));
        Directory.CreateDirectory(Path.Combine(run.Workspace, "app", "deploy"));
        foreach (var file in (string[])["app/deploy/a.yaml", "b.yaml", Path.Combine(run.Workspace, "app/c.yaml"), "../outside.yaml"])
        {
            run.Host.Annotate(new(AnnotationLevel.Error, "X", "x", new SourcePlace(file)));
        }

        Assert.Equal(["deploy/a.yaml", "b.yaml", "c.yaml", "../outside.yaml"], GitHubRunner.Commands(run.Output).Select(c => c.Properties["file"]));
    }

    [Fact]
    public void A_runner_without_files_for_outputs_gets_them_in_the_log()
    {
        using var run = new HostRun(HostKind.GitHub, new Dictionary<string, string> { ["GITHUB_OUTPUT"] = "", ["GITHUB_STEP_SUMMARY"] = "" });
        run.Host.SetOutput(new(Sample.Found, "2\n::error::x"));
        run.Host.Summarize(new Summary("Title", []));
        Assert.Equal(
            "Output found is lost, because this runner gives no GITHUB_OUTPUT file: 2␊::error::x\n"
                + "The job summary is not shown, because this runner gives no GITHUB_STEP_SUMMARY file.\n",
            run.Output);
    }

    [Fact]
    public void Colours_are_for_terminals_that_want_them()
    {
        var terminal = new ProcessFacts { CurrentFolder = "/", ErrorIsTerminal = true };
        using var colourful = new HostRun(HostKind.Console, facts: terminal);
        using var plain = new HostRun(HostKind.Console, new Dictionary<string, string> { ["NO_COLOR"] = "1" }, terminal);
        using var dumb = new HostRun(HostKind.Console, new Dictionary<string, string> { ["TERM"] = "dumb" }, terminal);
        using var file = new HostRun(HostKind.Console);
        foreach (var run in (HostRun[])[colourful, plain, dumb, file])
        {
            run.Host.Annotate(new(AnnotationLevel.Error, "PIN001", "\u001B[31mx"));
        }

        Assert.Equal("\u001B[31merror PIN001\u001B[0m ␛[31mx\n", colourful.Error);
        Assert.All([plain.Error, dumb.Error, file.Error], text => Assert.Equal("error PIN001 ␛[31mx\n", text));
    }

    [Fact]
    public void A_terminal_breaks_remarks_between_words_and_says_what_to_do_once_for_each_kind()
    {
        using var run = new HostRun(HostKind.Console, new Dictionary<string, string> { ["NO_COLOR"] = "1" }, new() { CurrentFolder = "/", ErrorIsTerminal = true, Width = 32 });
        run.Host.Annotate(new(AnnotationLevel.Error, "unpinned", "`nginx:1.29` has no digest.\nRun pin and commit what it changes.", new SourcePlace("a.yaml", 1)));
        run.Host.Annotate(new(AnnotationLevel.Error, "unpinned", "`x` has none.\nRun pin and commit what it changes.", new SourcePlace("b.yaml", 2)));
        run.Host.Annotate(new(AnnotationLevel.Error, "branch", "`y`.\nUse a tag.", new SourcePlace("b.yaml", 3)));
        Assert.Equal(
            """
            error unpinned a.yaml:1:
              `nginx:1.29` has no digest.
              Run pin and commit what it
              changes.
            error unpinned b.yaml:2: `x`
              has none.
            error branch b.yaml:3: `y`.
              Use a tag.

            """.ReplaceLineEndings("\n"),
            run.Error);
    }

    [Fact]
    public void The_environment_is_read_without_relative_folders_of_PATH_and_without_what_the_host_hands_to_the_step()
    {
        var environment = HostEnvironmentReader.Read(new Dictionary<string, string>
        {
            ["HOME"] = "/home/x",
            ["PATH"] = string.Join(Path.PathSeparator, "/usr/bin", "", ".", "node_modules/.bin", "/bin", "/usr/bin"),
            ["DOCKER_CONFIG"] = "/docker",
            ["REGISTRY_AUTH_FILE"] = "",
            ["XDG_RUNTIME_DIR"] = "/run/user/1",
            ["AWS_REGION"] = "eu-west-1",
            ["AZURE_CLIENT_ID"] = "id",
            ["GOOGLE_APPLICATION_CREDENTIALS"] = "/gcp.json",
            ["GITHUB_TOKEN"] = "t0ken",
            ["INPUT_PASSWORD"] = "s3cret",
            ["SECRET_KEY"] = "s3cret",
            ["ENDPOINT_AUTH_X"] = "s3cret",
        });
        Assert.Equal("/home/x", environment.Home);
        Assert.Equal(["/usr/bin", "/bin"], environment.Path);
        Assert.Equal(
            ["AWS_REGION", "AZURE_CLIENT_ID", "DOCKER_CONFIG", "GOOGLE_APPLICATION_CREDENTIALS", "HOME", "PATH", "XDG_RUNTIME_DIR"],
            environment.Variables.Keys.Order(StringComparer.Ordinal));
    }
}
