namespace PipelineKit.Templating.Syntax;

/// <summary>Text to tree.</summary>
internal static class Parser
{
    public static ParsedTemplate Parse(TemplateSource source, TemplateParseOptions options) => throw new NotImplementedException();
}
