using PipelineKit.Templating;

namespace PipelineKit.Render.Sources;

/// <summary>A file that is to be rendered.</summary>
/// <param name="Path">Relative to the working directory, with <c>/</c>; errors are reported under it.</param>
/// <param name="Folder">What includes are relative to unless told otherwise, relative to the working directory; empty for the working directory itself.</param>
/// <param name="Output">What it makes, relative to the output folder.</param>
internal sealed record TemplateFile(string Path, string Folder, string Output);

/// <summary>A file that was parsed.</summary>
/// <param name="File">Which.</param>
/// <param name="Template">Parsed once, rendered for every environment.</param>
/// <param name="Sha256">Of its bytes, lower-case hex.</param>
internal sealed record ParsedFile(TemplateFile File, Template Template, string Sha256);
