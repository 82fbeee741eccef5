namespace PipelineKit.Templating.Syntax;

/// <summary>What the parser makes of a text.</summary>
/// <param name="Source">The text.</param>
/// <param name="FrontMatter">The script between the markers; null without.</param>
/// <param name="Body">The template; empty when there are errors.</param>
/// <param name="Diagnostics">Errors, those of the lexer last.</param>
internal sealed record ParsedTemplate(TemplateSource Source, Block? FrontMatter, Block Body, IReadOnlyList<TemplateDiagnostic> Diagnostics);
