namespace PipelineKit.Templating;

/// <summary>A place in a template.</summary>
/// <param name="Name">The template's name as the host gave it.</param>
/// <param name="Line">1-based.</param>
/// <param name="Column">1-based, in UTF-16 characters.</param>
public readonly record struct TemplatePlace(string Name, int Line, int Column)
{
    /// <inheritdoc />
    public override string ToString() => $"{Name}({Line},{Column})";
}

/// <summary>What kind of error it is.</summary>
public enum TemplateErrorKind
{
    /// <summary>The text does not parse.</summary>
    Syntax,

    /// <summary>The template ran into an error.</summary>
    Runtime,

    /// <summary>A limit was reached.</summary>
    Limit,
}

/// <summary>An error in a template.</summary>
/// <param name="Kind">What kind of error.</param>
/// <param name="Place">Where it begins.</param>
/// <param name="Message">What is wrong, in the language's own words.</param>
public sealed record TemplateDiagnostic(TemplateErrorKind Kind, TemplatePlace Place, string Message)
{
    /// <summary>The calls that led there, innermost first: the place of each <c>include</c>.</summary>
    public IReadOnlyList<TemplatePlace> IncludeStack { get; init; } = [];

    /// <summary>What to do about it, as a sentence; null where the message says all there is to say. The language's own errors have none in the Scriban profile.</summary>
    public string? Remedy { get; init; }

    /// <summary><c>name(line,column) : error : message</c>, and the remedy behind it when there is one.</summary>
    public override string ToString() => Remedy is null ? $"{Place} : error : {Message}" : $"{Place} : error : {Message.TrimEnd('.')}. {Remedy}";
}

/// <summary>A template does not parse, or ended in an error while it was rendered.</summary>
public sealed class TemplateException : Exception
{
    /// <summary>One or more errors; never none.</summary>
    public TemplateException(IReadOnlyList<TemplateDiagnostic> diagnostics, Exception? inner = null)
        : base(string.Join('\n', diagnostics), inner) => Diagnostics = diagnostics;

    /// <summary>One error.</summary>
    public TemplateException(TemplateDiagnostic diagnostic, Exception? inner = null)
        : this([diagnostic], inner)
    {
    }

    /// <summary>The errors, in the order they are reported.</summary>
    public IReadOnlyList<TemplateDiagnostic> Diagnostics { get; }
}
