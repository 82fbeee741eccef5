using PipelineKit.Ci;
using PipelineKit.DigestPin;
using PipelineKit.Failures;
using PipelineKit.Oci;
using Xunit;

namespace PipelineKit.Tests.DigestPin;

/// <summary>A new tag before an old digest: what is written is believed neither by the lock nor by whoever deploys by it.</summary>
public sealed class EditedTagTests
{
    private const string Old = "docker.io/library/nginx:1.29";
    private const string New = "docker.io/library/nginx:1.30";
    private static readonly string One = PinWorld.DigestOf(1);
    private static readonly string Two = PinWorld.DigestOf(2);

    [Fact]
    public async Task Pin_refuses_it_and_the_lock_keeps_what_it_knew()
    {
        using var world = await PinnedAsync();
        var before = world.Folder.Read("images.lock.yaml");

        for (var run = 0; run < 2; run++)
        {
            var result = await world.RunAsync(PinMode.Pin);

            var finding = Assert.Single(result.Findings);
            Assert.Equal(("lock-mismatch", AnnotationLevel.Error, "Dockerfile", 1), (finding.Rule.Id, finding.Level, finding.Place.File, finding.Place.Line));
            Assert.Equal($"`nginx:1.30@{One}` has the digest that the lock knows as `{Old}`; `1.30` means {Two}.", finding.Message);
            Assert.Equal($"nginx:1.30@{Two}", finding.Fix!.NewText);
            Assert.Equal(ExitCode.GateSaidNo, DigestPinReport.From(result).Exit);
            Assert.Equal(before, world.Folder.Read("images.lock.yaml"));
        }
    }

    [Fact]
    public async Task Update_takes_what_the_new_tag_means()
    {
        using var world = await PinnedAsync();

        Assert.Empty((await world.RunAsync(PinMode.Update)).Findings);

        Assert.Equal($"FROM nginx:1.30@{Two}\n", world.Folder.Read("Dockerfile"));
        var text = world.Folder.Read("images.lock.yaml");
        Assert.Contains($"- image: {New}\n  digest: {Two}", text, StringComparison.Ordinal);
        Assert.DoesNotContain(Old, text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("true")]
    [InlineData("false")]
    public async Task Check_fails_with_and_without_a_network(string offline)
    {
        using var world = await PinnedAsync();

        var result = await world.RunAsync(PinMode.Check, ("offline", offline));

        Assert.Equal(AnnotationLevel.Error, Assert.Single(result.Findings, f => f.Rule.Id == "lock-mismatch").Level);
    }

    [Fact]
    public async Task Put_back_the_old_tag_can_still_be_unpinned()
    {
        using var world = await PinnedAsync();
        await world.RunAsync(PinMode.Pin);
        world.Write("Dockerfile", $"FROM nginx:1.29@{One}\n");

        await world.RunAsync(PinMode.Unpin);

        Assert.Equal("FROM nginx:1.29\n", world.Folder.Read("Dockerfile"));
    }

    [Fact]
    public async Task A_new_tag_that_is_the_same_content_is_recorded()
    {
        using var world = await PinnedAsync();
        world.Image(New, 1);

        Assert.Empty((await world.RunAsync(PinMode.Pin)).Findings);

        Assert.Contains($"- image: {New}\n  digest: {One}", world.Folder.Read("images.lock.yaml"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pin_that_was_there_before_the_lock_is_recorded_without_a_tag_that_means_something_else()
    {
        using var world = new PinWorld().Write("Dockerfile", $"FROM nginx:1.29@{One}\n").Image(Old, 1).Image(Old, 2);

        var result = await world.RunAsync(PinMode.Pin);

        Assert.Equal(("moved", AnnotationLevel.Warning), Assert.Single(result.Findings.Select(f => (f.Rule.Id, f.Level))));
        Assert.Equal(ExitCode.Ok, DigestPinReport.From(result).Exit);
        Assert.Contains($"- image: docker.io/library/nginx\n  digest: {One}", world.Folder.Read("images.lock.yaml"), StringComparison.Ordinal);
        Assert.Empty((await world.RunAsync(PinMode.Check, ("offline", "true"))).Findings);
    }

    [Fact]
    public async Task A_tag_that_cannot_be_looked_up_is_not_recorded_either()
    {
        using var world = new PinWorld().Write("Dockerfile", $"FROM nginx:1.29@{One}\n").Image(Old, 1).Refuse(Old, RegistryProblem.NotFound);

        Assert.Equal("not-found", Assert.Single((await world.RunAsync(PinMode.Pin)).Findings).Reason);

        Assert.DoesNotContain(Old, world.Folder.Read("images.lock.yaml"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_record_without_tag_holds_for_its_own_file_only()
    {
        using var world = new PinWorld().Write("Dockerfile", $"FROM nginx:1.29@{One}\n").Image(Old, 1).Image(Old, 2);
        await world.RunAsync(PinMode.Pin);
        world.Write("b.Dockerfile", $"FROM nginx:1.28@{One}\n");

        var finding = Assert.Single((await world.RunAsync(PinMode.Check, ("offline", "true"))).Findings);

        Assert.Equal(("not-in-lock", "b.Dockerfile"), (finding.Rule.Id, finding.Place.File));
    }

    private static async Task<PinWorld> PinnedAsync()
    {
        var world = new PinWorld().Write("Dockerfile", "FROM nginx:1.29\n").Image(Old, 1).Image(New, 2);
        await world.RunAsync(PinMode.Pin);
        return world.Write("Dockerfile", $"FROM nginx:1.30@{One}\n");
    }
}
