namespace PipelineKit.Templating;

/// <summary>Where <c>include</c> finds templates.</summary>
public interface ITemplateLoader
{
    /// <summary>The unique path of a template, by which it is remembered within a rendering; null when there is none.</summary>
    /// <param name="name">As written in the template.</param>
    /// <param name="from">Where the include stands.</param>
    string? GetPath(string name, TemplatePlace from);

    /// <summary>The text at a path that <see cref="GetPath"/> gave; null when it cannot be read.</summary>
    string? Load(string path);
}
