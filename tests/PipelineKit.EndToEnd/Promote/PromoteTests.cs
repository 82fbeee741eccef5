using PipelineKit.Oci;
using Xunit;

namespace PipelineKit.EndToEnd.Promote;

/// <summary>The published program between real registries and a real Git server.</summary>
public sealed class PromoteTests
{
    [SkippableFact]
    public async Task A_signed_image_goes_from_dev_to_production_and_back_and_everybody_agrees_on_its_digest()
    {
        await using var sample = await PromotionSample.StartAsync();
        var (one, two) = (await sample.BuildAsync("one"), await sample.BuildAsync("two"));
        await PromoteAsync(sample, one);

        foreach (var environment in (string[])["dev", "staging", "production"])
        {
            Assert.Equal(one, await sample.SkopeoAsync(environment));
            Assert.Contains($"{sample.Place(environment)}:current@{one}", sample.File(environment, $"deploy/{environment}.yaml"), StringComparison.Ordinal);
            (await sample.RunAsync("verify", "--images", $"{sample.Place(environment)}@{one}", "--key", "release.pub", "--predicate-types", "image-signature,cyclonedx")).Expect(0);
        }

        sample.Merge("production");
        await PromoteAsync(sample, two);
        Assert.Equal(two, await sample.SkopeoAsync("production"));
        var again = (await sample.PromotionAsync("promote", "--to", "production")).Expect(0);
        Assert.Contains("Nothing to do", again.Output + again.Errors, StringComparison.Ordinal);

        (await sample.PromotionAsync("rollback", "--environment", "production", "--rehearse")).Expect(0);
        Assert.Equal(two, await sample.SkopeoAsync("production"));
        (await sample.PromotionAsync("rollback", "--environment", "production", "--reason", "it is slow")).Expect(0);

        Assert.Equal(one, await sample.SkopeoAsync("production"));
        Assert.Contains(one.Text, sample.Merged("locks/production.yaml"), StringComparison.Ordinal);
        Assert.False(sample.IsProposed("production"), "what is merged needs no branch any more");
        (await sample.PromotionAsync("promote", "--to", "production")).Expect(1);
        sample.Clone.Git("fetch", "--quiet", "origin", "pipelinekit/ledger:pipelinekit/ledger");
        (await sample.RunAsync("verify", "--chain", "--key", "release.pub", "--offline")).Expect(0);
    }

    [SkippableFact]
    public async Task An_image_that_is_not_signed_does_not_get_past_dev()
    {
        await using var sample = await PromotionSample.StartAsync();
        await sample.BuildAsync("one");
        var stranger = await PushedAsync(sample);
        (await sample.PromotionAsync("promote", "--to", "dev", "--image", $"{sample.Place("build")}@{stranger}")).Expect(0);

        var refused = (await sample.PromotionAsync("promote", "--to", "staging")).Expect(1);

        Assert.Contains("signature.missing", refused.Output + refused.Errors, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Killed_at_any_step_and_run_again_it_ends_with_one_digest()
    {
        await using var sample = await PromotionSample.StartAsync();
        (await sample.PromotionAsync("promote", "--to", "dev", "--image", sample.Place("build") + "@" + await sample.BuildAsync("one"))).Expect(0);
        foreach (var step in (string[])["Copying the image", "Announcing it", "Moving the tag", "recording it", "Changing the manifests"])
        {
            var next = await sample.BuildAsync($"killed while {step}");
            string[] words = ["--to", "dev", "--image", $"{sample.Place("build")}@{next}"];
            using (var running = sample.Start("promote", words))
            {
                // Progress says what begins; how far that has come when the signal arrives differs from run to run, and must not matter.
                Assert.True(await running.WroteAsync(step), $"`{step}` was not told");
                await running.SignalAsync("KILL");
                await running.FinishAsync();
            }

            (await sample.PromotionAsync("promote", words)).Expect(0);
            Assert.Equal(next, await sample.SkopeoAsync("dev"));
            Assert.Contains(next.Text, sample.File("dev", "deploy/dev.yaml"), StringComparison.Ordinal);
        }
    }

    private static async Task PromoteAsync(PromotionSample sample, Digest digest)
    {
        (await sample.PromotionAsync("promote", "--to", "dev", "--image", $"{sample.Place("build")}@{digest}")).Expect(0);
        (await sample.PromotionAsync("promote", "--to", "staging")).Expect(0);
        (await sample.PromotionAsync("promote", "--to", "production")).Expect(0);
    }

    private static async Task<Digest> PushedAsync(PromotionSample sample)
    {
        var image = SampleImage.Build("stranger");
        using var transport = new RegistryTransport(new RegistryTransportOptions());
        var registry = new RegistryClient(transport);
        var repository = ImageReference.Parse(sample.Place("build"));
        foreach (var blob in image.Blobs)
        {
            await registry.PutBlobAsync(repository, blob.Bytes, blob.MediaType, CancellationToken.None);
        }

        await registry.PutManifestAsync(repository, ManifestParser.Parse(image.Root.Bytes, image.Root.MediaType, "stranger"), tag: null, CancellationToken.None);
        return image.Root.Digest;
    }
}
