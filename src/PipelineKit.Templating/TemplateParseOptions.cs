namespace PipelineKit.Templating;

/// <summary>How a file is divided into text and code.</summary>
public enum TemplateMode
{
    /// <summary>Text with code between <c>{{</c> and <c>}}</c>.</summary>
    Default,

    /// <summary>The whole file is code.</summary>
    ScriptOnly,

    /// <summary>Only the script between two marker lines at the start of the file.</summary>
    FrontMatterOnly,

    /// <summary>The script between two marker lines, then <see cref="Default"/> for the rest.</summary>
    FrontMatterAndContent,
}

/// <summary>How to parse a template.</summary>
public sealed record TemplateParseOptions
{
    /// <summary>What every option left alone means.</summary>
    public static TemplateParseOptions Default { get; } = new();

    /// <summary>The rules it is to be rendered by. They change no template that parses, only what is said about one that does not.</summary>
    public TemplateProfile Profile { get; init; }

    /// <summary>Division into text and code.</summary>
    public TemplateMode Mode { get; init; }

    /// <summary>The line that begins and ends front matter.</summary>
    public string FrontMatterMarker { get; init; } = "+++";

    /// <summary>Deepest nesting of expressions and statements.</summary>
    public int ExpressionDepthLimit { get; init; } = 250;

    /// <summary>Whether an opener that stands alone on an indented line indents what it writes (Scriban's auto-indent).</summary>
    public bool AutoIndent { get; init; } = true;
}
