using System.Text;
using PipelineKit.DigestPin;
using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Tests.DigestPin;

public sealed class FoundTests
{
    private static readonly string Folder = Path.Combine(Peer.RepositoryRoot, "tests", "PipelineKit.Tests", "DigestPin");

    /// <summary>Everything found in the fixtures, read by eye. After a wanted change: run with PIPELINEKIT_UPDATE_GOLDEN=1 and read the difference.</summary>
    [Fact]
    public async Task Every_reference_of_the_fixtures_is_found_and_nothing_else()
    {
        using var world = new PinWorld();
        foreach (var (path, content) in RoundTripTests.Read(Path.Combine(Folder, "Fixtures")))
        {
            world.Folder.Write(path, content);
        }

        await world.KnowEverythingAsync();
        var result = await world.RunAsync(PinMode.Pin, ("dry-run", "true"), ("image-rules", RoundTripTests.FixtureRules));
        var text = new StringBuilder();
        foreach (var decision in result.Decisions)
        {
            var site = decision.Reference.Site;
            text.Append(site.Path).Append(':').Append(site.Line).Append(':').Append(site.Column).Append(' ').Append(site.Where).Append(' ')
                .Append(site.Reference).Append(' ').Append(DigestPinJson.StatusName(decision.Status));
            if (decision.Edit is { } edit)
            {
                text.Append(" [").Append(site.EditText).Append("] -> [").Append(edit.NewText[..Math.Min(edit.NewText.Length, 60)]).Append(']');
            }

            text.Append('\n');
        }

        var golden = Path.Combine(Folder, "found.golden");
        if (Environment.GetEnvironmentVariable("PIPELINEKIT_UPDATE_GOLDEN") == "1")
        {
            await File.WriteAllTextAsync(golden, text.ToString());
        }

        Assert.Equal(await File.ReadAllTextAsync(golden), text.ToString());
    }
}
