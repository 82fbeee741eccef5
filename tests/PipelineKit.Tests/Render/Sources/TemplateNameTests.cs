using PipelineKit.Render.Sources;
using Xunit;

namespace PipelineKit.Tests.Render.Sources;

public sealed class TemplateNameTests
{
    [Theory]
    [InlineData("app.sbn", "app.yaml")]
    [InlineData("app.scriban", "app.yaml")]
    [InlineData("app.yaml.sbn", "app.yaml")]
    [InlineData("app.yml.sbn", "app.yml")]
    [InlineData("app.json.scriban", "app.json")]
    [InlineData("app.sbn.yaml", "app.yaml")]
    [InlineData("app.sbn.yml", "app.yml")]
    [InlineData("app.scriban.json", "app.json")]
    [InlineData("app.v2.sbn", "app.v2.yaml")]
    [InlineData("a.b/app.sbn", "a.b/app.yaml")]
    [InlineData("app.tpl", "app.tpl.yaml")]
    [InlineData("app.yaml", "app.yaml")]
    public void A_template_makes_a_manifest_of_its_name_without_the_mark(string path, string output) => Assert.Equal(output, TemplateName.Output(path));

    [Theory]
    [InlineData("app.sbn", true)]
    [InlineData("app.sbn.yaml", true)]
    [InlineData("app.scriban.json", true)]
    [InlineData("app.yaml", false)]
    [InlineData("app.sbn.txt", false)]
    [InlineData(".sbn", false)]
    [InlineData(".sbn.yaml", false)]
    [InlineData("app.SBN", false)]
    [InlineData("sbn", false)]
    public void A_file_is_a_template_by_its_ending(string name, bool isTemplate) => Assert.Equal(isTemplate, TemplateName.IsTemplate(name));

    [Theory]
    [InlineData("_labels.sbn", true)]
    [InlineData("parts/_labels.sbn", true)]
    [InlineData("_parts/labels.sbn", true)]
    [InlineData("parts/labels_.sbn", false)]
    public void What_begins_with_an_underscore_is_only_included(string path, bool isPartial) => Assert.Equal(isPartial, TemplateName.IsPartial(path));
}
