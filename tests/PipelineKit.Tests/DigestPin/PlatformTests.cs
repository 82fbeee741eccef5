using PipelineKit.DigestPin;
using PipelineKit.Failures;
using PipelineKit.Oci;
using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Tests.DigestPin;

public sealed class PlatformTests
{
    private const string Nginx = "docker.io/library/nginx:1.29";
    private const string Compose = "services:\n  web:\n    image: nginx:1.29\n";
    private static readonly SampleImage Both = SampleImage.Build("both", "linux/amd64", "linux/arm64/v8");
    private static readonly SampleImage Newer = SampleImage.Build("newer", "linux/amd64");

    [Fact]
    public async Task A_missing_platform_is_named_beside_those_there_are_and_the_digest_is_pinned()
    {
        using var world = new PinWorld().Write("compose.yaml", Compose).Index(Nginx, Both);

        var result = await world.RunAsync(PinMode.Pin, ("platforms", "linux/amd64,linux/s390x"));

        var finding = Assert.Single(result.Findings);
        Assert.Equal("missing-platform", finding.Rule.Id);
        Assert.Contains("lacks linux/s390x: it has linux/amd64, linux/arm64/v8", finding.Message, StringComparison.Ordinal);
        Assert.Contains(Both.Root.Digest.Text, world.Folder.Read("compose.yaml"), StringComparison.Ordinal);
        Assert.Equal(ExitCode.GateSaidNo, DigestPinReport.From(result).Exit);
    }

    [Theory]
    [InlineData("all")]
    [InlineData("linux/amd64")]
    [InlineData("linux/arm64")]
    [InlineData("linux/arm64/v8,linux/amd64/v1")]
    public async Task Platforms_are_recorded_so_that_a_check_needs_no_network(string platforms)
    {
        using var world = new PinWorld().Write("compose.yaml", Compose).Index(Nginx, Both);

        Assert.Empty((await world.RunAsync(PinMode.Pin, ("platforms", platforms))).Findings);

        Assert.Contains($"    linux/arm64/v8: {Both.Children[1].Digest}\n", world.Folder.Read("images.lock.yaml"), StringComparison.Ordinal);
        Assert.Empty((await world.RunAsync(PinMode.Check, ("platforms", platforms), ("offline", "true"))).Findings);
        Assert.Empty((await world.RunAsync(PinMode.Check, ("platforms", platforms))).Findings);
        await world.RunAsync(PinMode.Pin, ("platforms", platforms));
        Assert.Empty(world.Asked);
    }

    [Theory]
    [InlineData("linux/arm", "linux/arm/v7", true)]
    [InlineData("linux/arm", "linux/arm/v6", false)]
    [InlineData("linux/arm64/v8", "linux/arm64", true)]
    [InlineData("linux/arm64", "linux/arm64/v9", false)]
    [InlineData("linux/amd64", "linux/arm64", false)]
    [InlineData("windows/amd64", "windows/amd64:10.0.20348.2402", true)]
    [InlineData("windows/amd64:10.0.17763.1", "windows/amd64:10.0.20348.2402", false)]
    public void A_platform_means_what_a_container_runtime_takes_it_for(string wanted, string present, bool means) =>
        Assert.Equal(means, PlatformName.Means(wanted, present));

    [Fact]
    public async Task The_platforms_are_those_of_the_digest_the_lock_gives_not_of_what_the_tag_means_by_now()
    {
        using var world = new PinWorld().Write("compose.yaml", Compose).Index(Nginx, Both);
        await world.RunAsync(PinMode.Pin);
        world.Index(Nginx, Newer).Write("Dockerfile", "FROM nginx:1.29\n");

        var result = await world.RunAsync(PinMode.Pin, ("platforms", "linux/arm64"));

        Assert.DoesNotContain(result.Findings, f => f.Rule.Id == "missing-platform");
        Assert.Equal($"FROM nginx:1.29@{Both.Root.Digest}\n", world.Folder.Read("Dockerfile"));
    }

    [Fact]
    public async Task Platforms_the_lock_does_not_record_are_no_pass_offline_and_the_index_is_not_called_a_single_image()
    {
        using var world = new PinWorld().Write("compose.yaml", Compose).Index(Nginx, Both);
        await world.RunAsync(PinMode.Pin);

        var finding = Assert.Single((await world.RunAsync(PinMode.Check, ("platforms", "linux/amd64"), ("offline", "true"))).Findings);

        Assert.Equal("missing-platform", finding.Rule.Id);
        Assert.Contains("the lock does not record its platforms", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pin_of_one_platform_of_several_is_found_and_the_fix_is_the_index()
    {
        using var world = new PinWorld().Write("compose.yaml", $"services:\n  web:\n    image: nginx:1.29@{PinWorld.DigestOf(9)}\n")
            .Image(Nginx, 9, MediaTypes.OciManifest).Index(Nginx, Both);

        var finding = (await world.RunAsync(PinMode.Check)).Findings.Single(f => f.Rule.Id == "single-platform");

        Assert.Equal($"nginx:1.29@{Both.Root.Digest}", finding.Fix!.NewText);
    }
}
