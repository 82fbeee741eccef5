using PipelineKit.Ci;
using PipelineKit.DigestPin;
using PipelineKit.Failures;
using Xunit;

namespace PipelineKit.Tests.DigestPin;

public sealed class TemplateTests
{
    private const string Nginx = "docker.io/library/nginx:1.29";
    private const string Text = "kind: Pod\nimage: {{ image \"nginx:1.29\" }}\n";
    private static readonly string One = PinWorld.DigestOf(1);
    private static readonly string Two = PinWorld.DigestOf(2);

    [Fact]
    public async Task What_a_template_names_is_pinned_in_the_lock_and_the_template_stays()
    {
        using var world = new PinWorld().Write("app.sbn.yaml", Text).Image(Nginx, 1);

        var result = await world.RunAsync(PinMode.Pin);

        Assert.Equal((1, 1, true), (result.Decisions.Count, result.PinnedCount, result.LockChanged));
        Assert.Equal(Text, world.Folder.Read("app.sbn.yaml"));
        var entry = world.Folder.Read("images.lock.yaml");
        Assert.Contains(One, entry, StringComparison.Ordinal);
        Assert.Contains("app.sbn.yaml:2", entry, StringComparison.Ordinal);
        Assert.Equal("1 of 1 reference newly pinned in the lock alone.", DigestPinReport.From(result).Headline);
    }

    [Fact]
    public async Task A_second_pin_and_an_offline_check_ask_nothing()
    {
        using var world = new PinWorld().Write("app.sbn", Text).Image(Nginx, 1);
        await world.RunAsync(PinMode.Pin);
        world.Asked.Clear();

        var pin = await world.RunAsync(PinMode.Pin);
        var check = await world.RunAsync(PinMode.Check, ("offline", "true"));

        Assert.Empty(world.Asked);
        Assert.False(pin.LockChanged);
        Assert.Equal(ExitCode.Ok, DigestPinReport.From(check).Exit);
        Assert.Equal(1, check.PinnedCount);
    }

    [Fact]
    public async Task Check_fails_when_the_lock_has_no_entry()
    {
        using var world = new PinWorld().Write("app.sbn", Text);

        var result = await world.RunAsync(PinMode.Check, ("offline", "true"));

        var finding = Assert.Single(result.Findings);
        Assert.Equal(("unpinned", AnnotationLevel.Error, 2, 18), (finding.Rule.Id, finding.Level, finding.Place.Line, finding.Place.Column));
        Assert.Null(finding.Fix);
        Assert.Equal(ExitCode.GateSaidNo, DigestPinReport.From(result).Exit);
    }

    [Fact]
    public async Task Update_moves_the_digest_in_the_lock_and_unpin_takes_the_entry_away()
    {
        using var world = new PinWorld().Write("app.sbn", Text).Image(Nginx, 1);
        await world.RunAsync(PinMode.Pin);
        world.Image(Nginx, 2);

        var update = await world.RunAsync(PinMode.Update);

        Assert.Equal(ReferenceStatus.Updated, Assert.Single(update.Decisions).Status);
        Assert.Contains(Two, world.Folder.Read("images.lock.yaml"), StringComparison.Ordinal);
        Assert.DoesNotContain(One, world.Folder.Read("images.lock.yaml"), StringComparison.Ordinal);

        await world.RunAsync(PinMode.Unpin);

        Assert.False(File.Exists(Path.Combine(world.Folder.Path, "images.lock.yaml")));
        Assert.Equal(Text, world.Folder.Read("app.sbn"));
    }

    [Fact]
    public async Task A_digest_in_the_template_must_agree_with_the_lock_and_never_moves()
    {
        using var world = new PinWorld().Write("app.sbn", $"{{{{ image 'nginx:1.29@{One}' }}}}\n").Image(Nginx, 1);
        await world.RunAsync(PinMode.Pin);
        world.Image(Nginx, 2);

        await world.RunAsync(PinMode.Update);
        Assert.Contains(One, world.Folder.Read("images.lock.yaml"), StringComparison.Ordinal);

        world.Write("app.sbn", $"{{{{ image 'nginx:1.29@{Two}' }}}}\n");
        var finding = Assert.Single((await world.RunAsync(PinMode.Check, ("offline", "true"))).Findings);
        Assert.Equal(("lock-mismatch", AnnotationLevel.Error), (finding.Rule.Id, finding.Level));
    }

    [Fact]
    public async Task A_short_name_of_an_image_that_stands_elsewhere_is_a_look_up()
    {
        using var world = new PinWorld().Write("Dockerfile", "FROM ghcr.io/acme/shop:1.2\n").Write("app.sbn", "{{ image \"shop:1.2\" }}\n").Image("ghcr.io/acme/shop:1.2", 1);

        var result = await world.RunAsync(PinMode.Pin);

        Assert.Equal("Dockerfile", Assert.Single(result.Decisions).Reference.Site.Path);
        Assert.Empty(result.Findings);
    }

    [Fact]
    public async Task Without_a_lock_it_cannot_be_pinned_and_excluded_it_is_left_alone()
    {
        using var world = new PinWorld().Write("app.sbn", Text).Image(Nginx, 1);

        Assert.Equal("no-lock", Assert.Single((await world.RunAsync(PinMode.Pin, ("lock-file", "none"))).Findings).Reason);
        Assert.Equal(ReferenceStatus.Excluded, Assert.Single((await world.RunAsync(PinMode.Pin, ("exclude", "nginx"))).Decisions).Status);
        Assert.Empty((await world.RunAsync(PinMode.Pin, ("exclude", "*.sbn"))).Decisions);
    }
}
