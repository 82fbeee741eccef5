namespace PipelineKit.Manifests.Rendered;

/// <summary>Places that the caller's rules name.</summary>
internal sealed partial class PinScan
{
    private void Rules(int node)
    {
        if (_yaml.Kind(node) == YamlKind.Sequence)
        {
            if (_yaml.KeyIs(node, "args"u8) || _yaml.KeyIs(node, "command"u8))
            {
                Arguments(node);
            }
        }
        else if (_yaml.Kind(_yaml.Resolve(node)) == YamlKind.Scalar)
        {
            var key = _yaml.KeyText(node);
            if (_subject.Options.Rules.Any(r => r.Kind == ImageRuleKind.Key && r.Matches(key)) || IsRuledVariable(node))
            {
                Scalar(node, _yaml.Resolve(node), ImageCertainty.Certain);
            }
        }
    }

    private bool IsRuledVariable(int node) =>
        _yaml.KeyIs(node, "value"u8)
        && _yaml.Child(_yaml.Parent(node), "name"u8) is >= 0 and var name
        && _yaml.Parent(_yaml.Parent(node)) is >= 0 and var list && _yaml.KeyIs(list, "env"u8)
        && _yaml.ValueText(name) is var text
        && _subject.Options.Rules.Any(r => r.Kind == ImageRuleKind.Environment && r.Matches(text));

    private void Arguments(int list)
    {
        for (var item = _yaml.FirstChild(list); item >= 0; item = _yaml.NextSibling(item))
        {
            var text = _yaml.ValueText(item);
            foreach (var rule in _subject.Options.Rules)
            {
                if (rule.Kind == ImageRuleKind.Argument && text.StartsWith(rule.Pattern, StringComparison.Ordinal))
                {
                    Argument(item, text, rule.Pattern);
                }
            }
        }
    }

    private void Argument(int item, string text, string pattern)
    {
        if (text.Length == pattern.Length)
        {
            if (!pattern.EndsWith('=') && _yaml.NextSibling(item) is >= 0 and var next)
            {
                Scalar(next, _yaml.Resolve(next), ImageCertainty.Certain);
            }
        }
        else if (pattern.EndsWith('=') || text[pattern.Length] == '=')
        {
            var image = System.Text.Encoding.UTF8.GetBytes(text[(pattern.Length + (pattern.EndsWith('=') ? 0 : 1))..]);
            Report(_subject.Judge.Judge(image), image, item);
        }
    }
}
