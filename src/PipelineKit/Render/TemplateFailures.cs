using System.Text;
using PipelineKit.Failures;
using PipelineKit.Templating;

namespace PipelineKit.Render;

/// <summary>Says what the template library says in the product's form.</summary>
internal static class TemplateFailures
{
    private const int MaximumStack = 8;

    /// <summary>The failure an error in a template stands for.</summary>
    internal static Failure Of(TemplateDiagnostic diagnostic) => new(
        FailureCodes.TemplateError,
        diagnostic.Message.TrimEnd().TrimEnd('.') + StackText(diagnostic.IncludeStack),
        diagnostic.Remedy ?? (diagnostic.Kind == TemplateErrorKind.Limit
            ? "Find out what makes the template so large: mostly a loop over the wrong list. The limits are far above what manifests need."
            : null),
        PlaceOf(diagnostic.Place));

    /// <summary>A place of a template as a place of a file.</summary>
    internal static SourcePlace PlaceOf(TemplatePlace place) => new(place.Name, place.Line, place.Column);

    /// <summary>Where the template was included, innermost first; empty for a template that was not.</summary>
    internal static string StackText(IReadOnlyList<TemplatePlace> stack)
    {
        if (stack.Count == 0)
        {
            return "";
        }

        var text = new StringBuilder(" (included from ");
        for (var i = 0; i < Math.Min(stack.Count, MaximumStack); i++)
        {
            text.Append(i == 0 ? "" : ", from ").Append(PlaceOf(stack[i]));
        }

        return text.Append(stack.Count > MaximumStack ? ", ...)" : ")").ToString();
    }
}
