using System.Text.Json;
using PipelineKit.Failures;
using Xunit;

namespace PipelineKit.Tests.Sign;

public sealed class JsonTests
{
    [Fact]
    public async Task The_result_alone_is_on_standard_output_when_it_is_asked_for()
    {
        using var world = await SignWorld.MakeAsync();

        Assert.Equal(ExitCode.Ok, await world.SignAsync("--json"));
        using var signed = JsonDocument.Parse(world.Program.Output);
        Assert.Equal("signed", signed.RootElement.GetProperty("result").GetProperty("items")[0].GetProperty("status").GetString());
        Assert.Equal(ExitCode.Ok, await world.VerifyAsync("--json"));
        using var verified = JsonDocument.Parse(world.Program.Output[signed.RootElement.GetRawText().Length..]);
        Assert.NotEqual(0, verified.RootElement.GetProperty("result").GetProperty("images")[0].GetProperty("signatures")[0].GetProperty("checks").GetArrayLength());
    }
}
