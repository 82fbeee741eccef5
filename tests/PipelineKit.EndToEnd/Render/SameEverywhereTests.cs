using PipelineKit.EndToEnd.Azure;
using PipelineKit.EndToEnd.Image;
using Xunit;

namespace PipelineKit.EndToEnd.Render;

[Collection(PackagedTests.Name)]
public sealed class SameEverywhereTests(ReleaseImage image, ExtensionPackage package)
{
    private static readonly Dictionary<string, string> Inputs = new(StringComparer.Ordinal)
    {
        ["templates"] = "deploy/templates",
        ["values"] = "deploy/values.yaml\ndeploy/values.{environment}.yaml?",
        ["environment"] = "dev,staging,production",
        ["metadata"] = "digest,lock,policy",
    };

    [SkippableFact]
    public async Task The_command_line_the_container_and_the_task_render_the_same_bytes()
    {
        var files = await new Faces(image, package, "render", SampleApplication.Write).AssertSameAsync(Inputs, exit: 0);

        Assert.Equal(15, files.Keys.Count(f => f.StartsWith("rendered/", StringComparison.Ordinal)));
        Assert.Contains("image: docker.io/library/nginx@sha256:", files["rendered/production/shop.yaml"], StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task The_command_line_the_container_and_the_task_refuse_the_same_image_and_write_nothing()
    {
        var inputs = new Dictionary<string, string>(Inputs, StringComparer.Ordinal) { ["set"] = "jobs[0].image=busybox:1.37" };

        var files = await new Faces(image, package, "render", SampleApplication.Write).AssertSameAsync(inputs, exit: 1);

        Assert.DoesNotContain(files.Keys, f => f.StartsWith("rendered/", StringComparison.Ordinal));
        Assert.Contains("deploy/templates/jobs.yaml.sbn", files[Faces.Report], StringComparison.Ordinal);
    }
}
