using PipelineKit.Failures;
using PipelineKit.Render;
using PipelineKit.Templating;
using Xunit;

namespace PipelineKit.Tests.Render;

public sealed class RenderOptionsTests
{
    [Fact]
    public void Without_inputs_the_usual_places_are_taken()
    {
        using var world = new RenderWorld();

        var options = world.Options();

        Assert.Equal(["templates"], options.Templates);
        Assert.Equal([""], options.Environments);
        Assert.Equal(("images.lock.yaml", "rendered", TemplateProfile.Manifest), (options.LockFile.Text, options.Output.Text, options.Profile));
        Assert.Equal(MetadataFields.Source | MetadataFields.Run | MetadataFields.Digest | MetadataFields.Lock | MetadataFields.Policy, options.Metadata);
        Assert.Null(options.Now);
        Assert.Null(options.Branch);
    }

    [Theory]
    [InlineData("dev", "out", "out")]
    [InlineData("dev,prod", "out", "out/dev")]
    [InlineData("dev,prod", "out/{environment}/k8s/", "out/dev/k8s")]
    [InlineData("dev", "out/{environment}", "out/dev")]
    [InlineData("dev,prod", "./", "./dev")]
    public void Each_of_several_environments_has_a_folder(string environments, string output, string first)
    {
        using var world = new RenderWorld();

        Assert.Equal(first, world.Options(("environment", environments), ("output", output)).Output.For("dev"));
    }

    [Theory]
    [InlineData("environment", "a/b", "not a name of an environment")]
    [InlineData("environment", "dev,DEV", "differ only by capitals")]
    [InlineData("environment", "..", "not a name of an environment")]
    [InlineData("environment", "-x", "not a name of an environment")]
    [InlineData("environment", "a..b", "not a name of an environment")]
    [InlineData("metadata", "sources", "allowed are source")]
    [InlineData("metadata", "none,run", "allowed are source")]
    [InlineData("annotation-prefix", "Acme", "cannot begin the name")]
    [InlineData("annotation-prefix", "-a.b", "cannot begin the name")]
    [InlineData("annotation-prefix", "a..b", "cannot begin the name")]
    [InlineData("image-rules", "image:x", "not an image rule")]
    [InlineData("now", "yesterday", "not a time")]
    [InlineData("output", "out/{environment}", "no `environment` was given")]
    [InlineData("values", "v.{environment}.yaml", "no `environment` was given")]
    [InlineData("base", "main", "there is no `branch`")]
    [InlineData("message", "x", "there is no `branch`")]
    [InlineData("profile", "liquid", "allowed are manifest, scriban")]
    public void A_value_that_is_not_allowed_is_refused(string input, string value, string why)
    {
        using var world = new RenderWorld();

        var failure = Assert.Single(Assert.Throws<FailureException>(() => world.Options((input, value))).Failures);

        Assert.Contains(why, failure.What, StringComparison.Ordinal);
        Assert.Equal(FailureCodes.BadInputValue, failure.Code);
    }

    [Theory]
    [InlineData("bot@example.com")]
    [InlineData("<bot@example.com>")]
    [InlineData("Bot <>")]
    [InlineData("Bot <a> <b>")]
    public void An_author_has_a_name_and_an_address(string author)
    {
        using var world = new RenderWorld();

        Assert.Contains("is not an author", Assert.Single(Assert.Throws<FailureException>(() => world.Options(("branch", "b"), ("author", author))).Failures).What, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_problem_is_told_at_once()
    {
        using var world = new RenderWorld();

        var failures = Assert.Throws<FailureException>(() => world.Options(("diff", "true"), ("json", "true"), ("now", "x"), ("metadata", "x"), ("environment", "/"))).Failures;

        Assert.Equal(4, failures.Count);
    }

    [Theory]
    [InlineData("2026-01-31T12:00:00Z", "2026-01-31T12:00:00Z")]
    [InlineData("2026-01-31T12:00:00.5+02:00", "2026-01-31T10:00:00.5Z")]
    public void The_time_is_as_in_RFC_3339(string text, string expected)
    {
        using var world = new RenderWorld();

        Assert.Equal(DateTimeOffset.Parse(expected, System.Globalization.CultureInfo.InvariantCulture), world.Options(("now", text)).Now);
    }

    [Fact]
    public void SOURCE_DATE_EPOCH_is_the_time_when_none_is_given()
    {
        using var world = new RenderWorld();
        world.Variables["SOURCE_DATE_EPOCH"] = "86400";

        Assert.Equal(DateTimeOffset.UnixEpoch.AddDays(1), world.Options().Now);
        Assert.Equal(2030, world.Options(("now", "2030-01-01T00:00:00Z")).Now!.Value.Year);
        world.Variables["SOURCE_DATE_EPOCH"] = "tomorrow";
        Assert.Contains("SOURCE_DATE_EPOCH", Assert.Single(Assert.Throws<FailureException>(() => world.Options()).Failures).What, StringComparison.Ordinal);
    }
}
