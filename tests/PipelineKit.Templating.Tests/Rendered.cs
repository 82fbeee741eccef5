using System.Buffers;
using System.Text;
using Xunit;

namespace PipelineKit.Templating.Tests;

/// <summary>Templates rendered in one call, for tests that are tables of template and output.</summary>
internal static class Rendered
{
    /// <summary>What a template renders to; an error is thrown.</summary>
    public static string Text(string template, TemplateRenderOptions? options = null)
    {
        var output = new ArrayBufferWriter<byte>();
        Template.Parse(template, "text").Render(options ?? new TemplateRenderOptions(), output, CancellationToken.None);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    /// <summary>What an expression prints.</summary>
    public static string Expression(string expression, TemplateRenderOptions? options = null) => Text("{{ " + expression + " }}", options);

    /// <summary>The error a template ends in.</summary>
    public static TemplateDiagnostic Error(string template, TemplateRenderOptions? options = null) =>
        Assert.Single(Assert.Throws<TemplateException>(() => Text(template, options)).Diagnostics);
}
