using System.Globalization;

namespace PipelineKit.Templating;

/// <summary>A rendering under way: what functions may ask of it, and what they must charge to it.</summary>
public sealed partial class RenderContext
{
    internal RenderContext(TemplateRenderOptions options, CancellationToken cancellation)
    {
        Options = options;
        Limits = options.Limits ?? (options.Profile == TemplateProfile.Manifest ? TemplateLimits.Manifest : TemplateLimits.Scriban);
        Cancellation = cancellation;
    }

    /// <summary>What the template is rendered with.</summary>
    public TemplateRenderOptions Options { get; }

    /// <summary>The rules.</summary>
    public TemplateProfile Profile => Options.Profile;

    /// <summary>The bounds.</summary>
    public TemplateLimits Limits { get; }

    /// <summary>How numbers and dates are printed.</summary>
    public CultureInfo Culture => Options.Culture;

    /// <summary>Ends the rendering from outside.</summary>
    public CancellationToken Cancellation { get; }

    /// <summary>The column the next character of the output is written to, 0-based; what columns-aware functions align to.</summary>
    public int Column => throw new NotImplementedException();

    /// <summary>Charges iterations: of a loop, of a builtin over a list, of characters where a builtin's work grows with them. Throws at the limit.</summary>
    public void Iterate(long count = 1) => throw new NotImplementedException();

    /// <summary>Charges a string about to be built, before it is. Throws at the limit.</summary>
    public void CheckLength(long characters) => throw new NotImplementedException();

    /// <summary>An error at the place that is being evaluated.</summary>
    public TemplateException Error(string message, TemplateErrorKind kind = TemplateErrorKind.Runtime) => throw new NotImplementedException();

    /// <summary>Calls a function of the template or of the host.</summary>
    public ScriptValue Call(ScriptFunction function, ReadOnlySpan<ScriptValue> arguments) => throw new NotImplementedException();

    /// <summary>The text of a value as the language prints it; of null, the empty text.</summary>
    public string ToText(ScriptValue value) => throw new NotImplementedException();
}
