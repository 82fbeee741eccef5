using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Oci.Tests.Auth;

public sealed class CredentialHelperTests
{
    [SkippableTheory]
    [InlineData("reg.example", "reg.example")]
    [InlineData("docker.io", "https://index.docker.io/v1/")]
    public async Task A_helper_is_asked_for_the_registry_on_its_input(string registry, string asked)
    {
        using var folder = Helper("read -r line || true\nprintf '{\"Username\":\"%s\",\"Secret\":\"%s\"}' \"$1\" \"$line\"");

        Assert.Equal(new RegistryCredential("get", asked), await GetAsync(folder.Path, registry));
    }

    [SkippableTheory]
    [InlineData("echo 'credentials not found in native keychain'; exit 1")]
    [InlineData("echo 'Credentials Not Found' >&2; exit 1")]
    [InlineData("echo '{\"Username\":\"\",\"Secret\":\"\"}'")]
    public async Task A_helper_that_has_nothing_means_anonymous(string script)
    {
        using var folder = Helper(script);

        Assert.Null(await GetAsync(folder.Path));
    }

    [SkippableTheory]
    [InlineData("exit 3", "exit code 3")]
    [InlineData("echo s3cret; exit 1", "exit code 1")]
    [InlineData("echo 's3cret'", "not the JSON")]
    [InlineData("head -c 100000 /dev/zero", "64 KiB")]
    public async Task A_helper_that_fails_is_named_but_not_quoted(string script, string problem)
    {
        using var folder = Helper(script);

        var thrown = await Assert.ThrowsAsync<CredentialException>(() => GetAsync(folder.Path));

        Assert.Equal("docker-credential-test", thrown.Origin);
        Assert.Contains(problem, thrown.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", thrown.ToString(), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_helper_that_never_ends_is_ended()
    {
        using var folder = Helper("touch \"$HOME/started\"; exec sleep 600");
        var time = new FakeTimeProvider();
        var pending = GetAsync(folder.Path, time: time);
        while (!File.Exists(Path.Combine(folder.Path, "started")))
        {
            // The helper, another process, writes the file: only the real clock brings it nearer.
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
        }

        time.Advance(TimeSpan.FromSeconds(31));

        Assert.Contains("30 s", (await Assert.ThrowsAsync<CredentialException>(() => pending)).Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_helper_sees_of_the_environment_only_what_helpers_need()
    {
        using var folder = Helper("printf '{\"Username\":\"%s\",\"Secret\":\"x%sx%s\"}' \"$AWS_PROFILE\" \"$GITHUB_TOKEN\" \"$INPUT_REGISTRY_CREDENTIALS\"");

        var found = await GetAsync(folder.Path, variables: new(StringComparer.Ordinal) { ["AWS_PROFILE"] = "dev", ["GITHUB_TOKEN"] = "s3cret", ["INPUT_REGISTRY_CREDENTIALS"] = "s3cret" });

        Assert.Equal(new RegistryCredential("dev", "xx"), found);
    }

    [Theory]
    [InlineData("")]
    [InlineData("../evil")]
    [InlineData("a/b")]
    [InlineData("a b")]
    [InlineData("a;b")]
    [InlineData("-\n")]
    public async Task A_name_that_is_no_name_is_never_run(string name)
    {
        var helper = new CredentialHelper(["/"], new Dictionary<string, string>(StringComparer.Ordinal), TimeProvider.System);

        await Assert.ThrowsAsync<CredentialException>(() => helper.GetAsync(name, "reg.example", CancellationToken.None));
    }

    [Fact]
    public async Task A_helper_that_is_not_there_is_an_error_that_says_so()
    {
        using var folder = new TempFolder();

        Assert.Contains("not on PATH", (await Assert.ThrowsAsync<CredentialException>(() => GetAsync(folder.Path))).Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task In_a_file_the_helper_of_the_registry_goes_before_the_store_and_the_store_before_the_entries()
    {
        using var folder = Helper("read -r line || true\n[ \"$line\" = entry.example ] && { echo 'credentials not found'; exit 1; }\nprintf '{\"Username\":\"store\",\"Secret\":\"p\"}'");
        Script(folder, "docker-credential-own", "printf '{\"Username\":\"own\",\"Secret\":\"p\"}'");
        folder.Write(".docker/config.json", """
            {"credsStore":"test","credHelpers":{"own.example":"own"},
             "auths":{"own.example":{"auth":"dTpw"},"store.example":{"auth":"dTpw"},"entry.example":{"auth":"dTpw"}}}
            """);
        var config = new DockerConfig(new Dictionary<string, string>(StringComparer.Ordinal), folder.Path, New(folder.Path, null, TimeProvider.System));

        Assert.Equal("own", (await config.FindAsync("own.example", CancellationToken.None))?.Username);
        Assert.Equal("store", (await config.FindAsync("store.example", CancellationToken.None))?.Username);
        Assert.Equal("u", (await config.FindAsync("entry.example", CancellationToken.None))?.Username);
    }

    private static TempFolder Helper(string script)
    {
        Skip.If(OperatingSystem.IsWindows(), "helpers are shell scripts here");
        var folder = new TempFolder();
        Script(folder, "docker-credential-test", script);
        return folder;
    }

    private static void Script(TempFolder folder, string name, string script)
    {
        var file = folder.Write(name, "#!/bin/sh\n" + script + "\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    private static CredentialHelper New(string folder, Dictionary<string, string>? variables, TimeProvider time)
    {
        var all = new Dictionary<string, string>(variables ?? [], StringComparer.Ordinal) { ["HOME"] = folder, ["PATH"] = "/usr/bin:/bin" };
        return new CredentialHelper([folder], all, time);
    }

    private static Task<RegistryCredential?> GetAsync(
        string folder, string registry = "reg.example", Dictionary<string, string>? variables = null, TimeProvider? time = null) =>
        New(folder, variables, time ?? TimeProvider.System).GetAsync("test", registry, CancellationToken.None);
}
