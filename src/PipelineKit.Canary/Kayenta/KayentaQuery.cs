using System.Text;

namespace PipelineKit.Canary;

/// <summary>Makes a query template out of a metric's <c>query</c>: a PromQL template of its own (<c>PromQL:...</c>), or the average of a metric with filters.</summary>
internal static class KayentaQuery
{
    private const string Whole = "PromQL:";
    private const int Longest = 10_000;

    internal static string Read(JsonPlace query, JsonPlace templates)
    {
        var problems = query.Problems.Count;
        var text = Template(query, templates);
        try
        {
            _ = problems == query.Problems.Count ? MetricQueryTemplate.Parse(text) : null;
        }
        catch (QueryTextException e)
        {
            query.Wrong($"gives a query that cannot be asked: {e.Message}");
        }

        return text;
    }

    private static string Template(JsonPlace query, JsonPlace templates)
    {
        if (!query.IsGiven)
        {
            query.Wrong("is missing");
            return "";
        }

        foreach (var type in (IReadOnlyList<JsonPlace>)[query["type"], query["serviceType"]])
        {
            if (type.Text() is not ("" or "prometheus"))
            {
                type.Wrong($"is `{type.Text()}`; metrics of Prometheus alone are read");
            }
        }

        var (filter, place) = Filter(query, templates);
        if (filter.StartsWith(Whole, StringComparison.Ordinal))
        {
            return Expanded(filter[Whole.Length..], place, isFilter: false);
        }

        var name = query["metricName"].Text();
        if (name.Length == 0 || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or ':'))
        {
            query["metricName"].Wrong("is no name of a metric, and the template is no `PromQL:` either");
        }

        if (filter.Length == 0 && query["resourceType"].Text() is { Length: > 0 } resource)
        {
            query["resourceType"].Wrong($"is `{resource}`, whose labels are not known here; write what it stands for as customInlineTemplate, such as `instance=~\"${{scope}}-.*\"`");
        }

        // Without a filter of its own the metric takes the matcher of the arm.
        List<string> matchers = [filter.Length == 0 ? "{{ scope.matcher }}" : Expanded(filter, place, isFilter: true), .. query["labelBindings"].Items().Select(b => b.Text())];
        var by = string.Join(",", query["groupByFields"].Items().Select(f => f.Text()));
        return $"avg({name}{{ {string.Join(",", matchers)} }}){(by.Length > 0 ? $" by ({by})" : "")}";
    }

    private static (string Text, JsonPlace Place) Filter(JsonPlace query, JsonPlace templates)
    {
        var given = ((IReadOnlyList<JsonPlace>)[query["customInlineTemplate"], query["customFilter"]]).FirstOrDefault(p => p.Text().Length > 0, query["customFilterTemplate"]);
        var name = query["customFilterTemplate"].Text();
        if (given.Path != query["customFilterTemplate"].Path || name.Length == 0)
        {
            return (given.Path == query["customFilterTemplate"].Path ? "" : Unescaped(given.Text()), given);
        }

        if (!templates[name].IsGiven)
        {
            query["customFilterTemplate"].Wrong($"names the template `{name}`, which is not among `templates`");
        }

        return (Unescaped(templates[name].Text()), templates[name]);
    }

    private static string Unescaped(string template) => template.Replace("$\\{", "${", StringComparison.Ordinal);

    // Only `${name}` is known of the template language; what else it has would be computed there, and not here.
    private static string Expanded(string template, JsonPlace place, bool isFilter)
    {
        if (template.Length > Longest || template.Contains("<#", StringComparison.Ordinal) || template.Contains("{{", StringComparison.Ordinal))
        {
            place.Wrong(template.Length > Longest ? $"has more than {Longest} characters" : "has directives of a template language; only `${name}` is known here");
            return "";
        }

        var text = new StringBuilder();
        var (at, names) = (0, 0);
        for (var start = template.IndexOf("${", StringComparison.Ordinal); start >= 0; start = template.IndexOf("${", at, StringComparison.Ordinal))
        {
            var end = template.IndexOf('}', start);
            var name = end < 0 ? "" : template[(start + 2)..end].Trim();
            if (name.Length == 0 || char.IsAsciiDigit(name[0]) || !name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_'))
            {
                place.Wrong($"has `{template[start..(end < 0 ? template.Length : end + 1)]}`; only `${{name}}` is known here");
                return "";
            }

            text.Append(template, at, start - at).Append("{{ scope.labels.").Append(name).Append(" }}");
            (at, names) = (end + 1, names + 1);
        }

        if (names == 0)
        {
            place.Wrong($"has no `${{scope}}`: {(isFilter ? "both sides would be filtered alike" : "it would ask the same for both sides")}");
        }

        return text.Append(template, at, template.Length - at).ToString();
    }
}
