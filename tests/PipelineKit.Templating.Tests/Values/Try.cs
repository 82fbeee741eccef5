using System.Buffers;
using System.Text;

namespace PipelineKit.Templating.Tests.Values;

/// <summary>Renders a template of a test; an error is its text.</summary>
internal static class Try
{
    public static string Render(string template, TemplateRenderOptions? options = null)
    {
        var output = new ArrayBufferWriter<byte>();
        try
        {
            Template.Parse(template, "text").Render(options ?? new TemplateRenderOptions(), output, CancellationToken.None);
            return Encoding.UTF8.GetString(output.WrittenSpan);
        }
        catch (TemplateException error)
        {
            return error.Message;
        }
    }

    /// <summary>The value of an expression as text.</summary>
    public static string Value(string expression, TemplateRenderOptions? options = null) => Render("{{ " + expression + " }}", options);

    public static TemplateRenderOptions Manifest { get; } = new() { Profile = TemplateProfile.Manifest };
}
