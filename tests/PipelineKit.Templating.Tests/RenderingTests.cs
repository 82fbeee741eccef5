using System.Buffers;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace PipelineKit.Templating.Tests;

/// <summary>Whatever a template says, a rendering ends in output or in an error with a place, in both profiles.</summary>
public sealed class RenderingTests
{
    private static readonly TemplateLimits Small = TemplateLimits.Manifest with
    {
        Steps = 5000,
        LoopLimit = 300,
        StringLength = 2000,
        OutputLength = 500,
        RecursiveLimit = 20,
        RegexTime = TimeSpan.FromMilliseconds(100),
    };

    private static readonly TemplateRenderOptions[] Ways =
    [
        new() { Limits = Small with { CutsOutput = true }, NewLine = "\r\n" },
        new() { Limits = Small with { CutsOutput = true, OutputLength = 7 }, RelaxedTargetAccess = true, RelaxedFunctionAccess = true, RelaxedIndexerAccess = false, NullIndexer = true, IndentOnEmptyLines = false },
        new() { Profile = TemplateProfile.Manifest, Limits = Small },
        new() { Profile = TemplateProfile.Manifest, Limits = Small, StrictVariables = false, RelaxedMemberAccess = true, Clock = TimeProvider.System, RandomSeed = 1 },
    ];

    [SkippableFact]
    public void No_template_made_from_real_ones_ends_in_anything_but_output_or_an_error() =>
        AssertSound(random => random.Next(4) == 0 ? MutatedTemplates.Next(random) : MutatedTemplates.NextOperation(random));

    [Fact]
    public void No_template_made_of_the_language_ends_in_anything_but_output_or_an_error() =>
        AssertSound(random => "{{ " + MutatedTemplates.Made(random));

    private static void AssertSound(Func<Random, string> make)
    {
        make(new Random(1));
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
        {
            var random = new Random(seed);
            for (var i = 0; i < 20; i++)
            {
                AssertSound(make(random));
            }
        }).QuickCheckThrowOnFailure();
    }

    private static void AssertSound(string template)
    {
        foreach (var way in Ways)
        {
            var output = new ArrayBufferWriter<byte>();
            try
            {
                Template.Parse(template, "text").Render(way, output, CancellationToken.None);
                Assert.True(!way.Limits!.CutsOutput || output.WrittenCount <= (way.Limits.OutputLength + 3) * 3);
            }
            catch (TemplateException exception)
            {
                Assert.NotEmpty(exception.Diagnostics);
            }
            catch (Exception exception) when (exception is not Xunit.Sdk.XunitException)
            {
                throw new InvalidOperationException($"It ended in {exception}\nThe template:\n{template}", exception);
            }
        }
    }
}
