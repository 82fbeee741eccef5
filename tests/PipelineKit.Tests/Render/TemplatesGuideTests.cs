using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;
using PipelineKit.Locking;
using PipelineKit.Render.Functions;
using PipelineKit.Render.Values;
using PipelineKit.Templating;
using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Tests.Render;

/// <summary>What the guide to templates shows is what comes out.</summary>
public sealed partial class TemplatesGuideTests
{
    private static readonly string Guide = File.ReadAllText(Path.Combine(Peer.RepositoryRoot, "docs", "templates.md"));

    public static TheoryData<string, string> Samples()
    {
        var data = new TheoryData<string, string>();
        foreach (var groups in Sample().Matches(Guide).Select(match => match.Groups))
        {
            data.Add(groups["template"].Value, groups["output"].Value);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void A_sample_of_the_guide_renders_as_it_says(string template, string expected)
    {
        var values = Values().Match(Guide).Groups["values"].Value;
        var output = new ArrayBufferWriter<byte>();
        var options = new TemplateRenderOptions
        {
            Profile = TemplateProfile.Manifest,
            Model = TemplateModel.Of(ValuesReader.Read(Encoding.UTF8.GetBytes(values), "values.yaml"), ""),
            Globals = RenderFunctions.Create(LockedImages.From([])),
        };

        Template.Parse(template, "templates.md").Render(options, output, CancellationToken.None);

        Assert.Equal(expected, Encoding.UTF8.GetString(output.WrittenSpan));
    }

    [Fact]
    public void Every_sample_of_the_guide_says_what_it_renders_to() => Assert.Equal(Regex.Count(Guide, "^```scriban$", RegexOptions.Multiline | RegexOptions.NonBacktracking), Samples().Count);

    [GeneratedRegex("```scriban\n(?<template>[^`]*)```\n\n```text\n(?<output>[^`]*)```", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Sample();

    [GeneratedRegex("<!-- sample:values -->\n```yaml\n(?<values>[^`]*)```", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Values();
}
