namespace PipelineKit.Manifests;

/// <summary>Images in arguments and variables of containers, where a rule says there are some.</summary>
internal static class ContainerRules
{
    internal static void Arguments(YamlNode arguments, string where, IReadOnlyList<ImageRule> rules, SiteSink sink)
    {
        foreach (var rule in rules)
        {
            for (var i = 0; rule.Kind == ImageRuleKind.Argument && i < arguments.Items.Count; i++)
            {
                Argument(arguments.Items, i, where, rule.Pattern, sink);
            }
        }
    }

    private static void Argument(IReadOnlyList<YamlNode> arguments, int index, string where, string pattern, SiteSink sink)
    {
        var text = arguments[index].Text;
        if (!text.StartsWith(pattern, StringComparison.Ordinal))
        {
            return;
        }

        if (text.Length > pattern.Length)
        {
            var isWord = pattern.EndsWith('=') || text[pattern.Length] == '=';
            if (isWord)
            {
                sink.Whole(arguments[index].From(pattern.Length + (pattern.EndsWith('=') ? 0 : 1)), $"{where}[{index}]");
            }
        }
        else if (!pattern.EndsWith('=') && index + 1 < arguments.Count)
        {
            sink.Whole(arguments[index + 1], $"{where}[{index + 1}]");
        }
    }

    internal static void Environment(YamlNode variables, string where, IReadOnlyList<ImageRule> rules, SiteSink sink)
    {
        for (var i = 0; i < variables.Items.Count; i++)
        {
            var variable = variables.Items[i];
            if (variable["name"] is { Kind: YamlKind.Scalar } name
                && variable["value"] is { Kind: YamlKind.Scalar } value
                && rules.Any(r => r.Kind == ImageRuleKind.Environment && r.Matches(name.Text)))
            {
                sink.Whole(value, $"{where}[{i}].value");
            }
        }
    }
}
