using System.Text.Json;
using Xunit;

namespace PipelineKit.EndToEnd.Azure;

/// <summary>run.js with a script in the place of the program.</summary>
public sealed class LauncherTests : IDisposable
{
    private readonly TempFolder _task = new();
    private readonly TempFolder _temp = new();

    public LauncherTests() => File.Copy(Path.Combine(Peer.RepositoryRoot, "actions", "azure", "run.js"), Path.Combine(_task.Path, "run.js"));

    public void Dispose()
    {
        _task.Dispose();
        _temp.Dispose();
    }

    [SkippableTheory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(70)]
    public async Task The_exit_code_of_the_program_is_the_exit_code_of_the_task(int code)
    {
        WriteProgram($"exit {code}");

        var run = await RunAsync();

        Assert.Equal(code, run.ExitCode);
    }

    [SkippableFact]
    public async Task The_command_is_the_only_argument_and_the_environment_is_handed_on()
    {
        WriteProgram("printf '%s:%s:%s' \"$#\" \"$1\" \"$INPUT_FILES\"");

        var run = await RunAsync();

        Assert.Equal("1:digest-pin:a b;c", run.Expect(0).Output);
    }

    [SkippableTheory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task A_signal_reaches_the_program_and_its_answer_comes_back(string signal)
    {
        WriteProgram($"trap 'echo stopped; exit 130' {signal}\n: > \"$AGENT_TEMPDIRECTORY/ready\"\nwhile :; do sleep 0.05; done");
        using var running = Launcher().Start();
        await UntilReadyAsync(running);

        await running.SignalAsync(signal);

        Assert.Equal("stopped\n", (await running.FinishAsync()).Expect(130).Output);
    }

    [SkippableFact]
    public async Task A_program_that_dies_of_the_signal_of_a_cancelled_job_was_cancelled()
    {
        WriteProgram("kill -TERM $$");

        Assert.Equal(130, (await RunAsync()).ExitCode);
    }

    [SkippableFact]
    public async Task A_program_that_is_killed_is_an_error_that_names_the_usual_reason()
    {
        WriteProgram("kill -KILL $$");

        var run = await RunAsync();

        Assert.Equal(70, run.ExitCode);
        Assert.Contains("out of memory", ErrorOf(run), StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData("EROFS")]
    [InlineData("EPERM")]
    public async Task A_task_folder_that_cannot_be_changed_is_copied_from_and_the_copy_removed(string code)
    {
        WriteProgram("echo \"$0\"");
        var hook = _temp.Write("hook.js", $$"""
            const fs = require('fs');
            const real = fs.chmodSync;
            fs.chmodSync = (file, mode) => {
              if (file.startsWith({{JsonSerializer.Serialize(_task.Path)}})) {
                throw Object.assign(new Error('{{code}}'), { code: '{{code}}' });
              }
              real(file, mode);
            };
            """);

        var run = await RunAsync(before: ["--require", hook]);

        Assert.StartsWith(Path.Combine(_temp.Path, "pipelinekit-"), run.Expect(0).Output, StringComparison.Ordinal);
        Assert.Empty(Directory.GetDirectories(_temp.Path));
    }

    [SkippableFact]
    public async Task A_platform_without_a_build_is_told_which_there_are()
    {
        WriteProgram("exit 0");

        var run = await RunAsync(platform: "darwin");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("no build for darwin-", ErrorOf(run), StringComparison.Ordinal);
        Assert.Contains("linux-x64", ErrorOf(run), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_platform_without_a_build_runs_the_portable_one_on_the_installed_runtime()
    {
        _task.Write("bin/any/pipelinekit.dll", "");
        var dotnet = _temp.Write("path/dotnet", "#!/bin/sh\necho \"$@\"\n");
        (await new Child(Peer.Program("chmod"), "+x", dotnet).RunAsync()).Expect(0);

        var run = await RunAsync(platform: "darwin", path: Path.GetDirectoryName(dotnet));

        Assert.Equal($"{_task.Path}/bin/any/pipelinekit.dll digest-pin\n", run.Expect(0).Output);
    }

    [SkippableFact]
    public async Task Without_that_runtime_it_says_how_to_get_it()
    {
        _task.Write("bin/any/pipelinekit.dll", "");

        var run = await RunAsync(platform: "darwin", path: _temp.Path);

        Assert.Equal(70, run.ExitCode);
        Assert.Contains("UseDotNet@2", ErrorOf(run), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_program_whose_loader_is_missing_is_explained()
    {
        _task.Write("bin/linux-x64/pipelinekit", "#!/no/such/loader\n");

        var run = await RunAsync();

        Assert.Equal(70, run.ExitCode);
        Assert.Contains("glibc", ErrorOf(run), StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData("")]
    [InlineData("--version")]
    [InlineData("a;b]%\n##vso[task.complete result=Succeeded]")]
    public async Task What_is_no_command_is_refused_and_says_nothing_else_to_the_agent(string command)
    {
        WriteProgram("echo started");

        var run = await RunAsync(command);

        Assert.Equal(2, run.ExitCode);
        Assert.Equal(["task.logissue", "task.complete"], VsoCommand.ParseAll(run.Output).Select(c => c.Name));
        Assert.DoesNotContain("started", run.Output, StringComparison.Ordinal);
    }

    private static string ErrorOf(ChildResult run) => Assert.Single(VsoCommand.ParseAll(run.Output), c => c.Name == "task.logissue").Data;

    // As it comes out of the package: not executable.
    private void WriteProgram(string body) => _task.Write("bin/linux-x64/pipelinekit", "#!/bin/sh\n" + body + "\n");

    private async Task UntilReadyAsync(RunningChild running)
    {
        while (!File.Exists(Path.Combine(_temp.Path, "ready")) && !running.HasExited)
        {
            // Another process writes the file; there is nothing to wait on but the file itself.
            await Task.Delay(20);
        }
    }

    private async Task<ChildResult> RunAsync(string command = "digest-pin", string[]? before = null, string? platform = null, string? path = null) =>
        await Launcher(command, before, platform, path).RunAsync();

    private Child Launcher(string command = "digest-pin", string[]? before = null, string? platform = null, string? path = null)
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "the stand-in for the program is a shell script");
        var script = Path.Combine(_task.Path, "run.js");
        var environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["INPUT_COMMAND"] = command,
            ["INPUT_FILES"] = "a b;c",
            ["AGENT_TEMPDIRECTORY"] = _temp.Path,
        };
        if (path is not null)
        {
            environment["PATH"] = path;
        }

        string[] start = platform is null
            ? [script]
            : ["-e", $"Object.defineProperty(process, 'platform', {{ value: '{platform}' }}); require({JsonSerializer.Serialize(script)})"];
        return new Child(Peer.Program("node"), [.. before ?? [], .. start]) { Environment = environment };
    }
}
