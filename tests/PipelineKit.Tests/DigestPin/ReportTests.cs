using PipelineKit.Ci;
using PipelineKit.DigestPin;
using Xunit;

namespace PipelineKit.Tests.DigestPin;

public sealed class ReportTests
{
    [Theory]
    [InlineData(PinMode.Pin, "1 file read, 2 references found: 1 pinned, 0 not, 1 left alone.", "1 of 2 references newly pinned in 1 file.")]
    [InlineData(PinMode.Pin, "1 file read, 2 references found: 1 pinned, 0 not, 1 left alone.", "Nothing to pin: 1 of 2 references is pinned already.")]
    [InlineData(PinMode.Unpin, "1 file read, 2 references found.", "1 of 2 references unpinned in 1 file.")]
    public async Task The_counts_add_up_and_nothing_done_is_said_so(PinMode mode, string counts, string headline)
    {
        using var world = World();
        if (headline is not ['1', ..] || mode != PinMode.Pin)
        {
            await world.RunAsync(PinMode.Pin, ("exclude", "redis*"));
        }

        var report = DigestPinReport.From(await world.RunAsync(mode, ("exclude", "redis*")));

        Assert.Equal(counts, Assert.IsType<Paragraph>(report.Summary.Blocks[0]).Text);
        Assert.Equal(headline, report.Headline);
    }

    [Fact]
    public async Task One_reference_is_spoken_of_as_one()
    {
        using var world = new PinWorld().Write("Dockerfile", "FROM nginx:1.29\n").Image("docker.io/library/nginx:1.29", 1);
        await world.RunAsync(PinMode.Pin);
        Assert.Equal("The 1 reference is pinned.", DigestPinReport.From(await world.RunAsync(PinMode.Check, ("offline", "true"))).Headline);
    }

    [Fact]
    public async Task A_digest_is_short_on_a_command_line_and_whole_everywhere_else()
    {
        using var world = World();
        var pinned = DigestPinReport.From(await world.RunAsync(PinMode.Pin, ("exclude", "redis*"))).Summary.Blocks.OfType<Table>().Single().Rows[0];
        var unpinned = DigestPinReport.From(await world.RunAsync(PinMode.Unpin)).Summary.Blocks.OfType<Table>().Single().Rows[0];

        Assert.Equal(["Dockerfile:1", "nginx:1.29", $"nginx:1.29@{PinWorld.DigestOf(1)}"], pinned.Select(c => c.Text));
        Assert.Equal("sha256:000000000000", pinned[2].Brief);
        Assert.Equal("nginx:1.29@sha256:000000000000", unpinned[1].Brief);
    }

    [Fact]
    public async Task Notices_are_in_the_summary_only_and_what_to_do_is_a_line_of_its_own()
    {
        using var world = new PinWorld().Write("Dockerfile", "FROM nginx:1.29\n").Write("compose.yaml", "services:\n  a:\n    image: ${ANY}\n");
        var report = DigestPinReport.From(await world.RunAsync(PinMode.Check, ("offline", "true")));

        var remark = Assert.Single(report.Annotations);
        Assert.Equal("`nginx:1.29` has no digest.\nA tag or branch can be moved to other content. Run digest-pin with `mode: pin` and commit what it changes.", remark.Message);
        Assert.Equal([("What needs a look", true), ("Good to know", false)], report.Summary.Blocks.OfType<Table>().Select(t => (t.Caption!, t.RepeatsTheLog)));
    }

    private static PinWorld World() =>
        new PinWorld().Write("Dockerfile", "FROM nginx:1.29\nFROM redis:8\n").Image("docker.io/library/nginx:1.29", 1);
}
