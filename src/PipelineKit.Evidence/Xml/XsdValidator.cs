using System.Globalization;
using System.Text;

namespace PipelineKit.Evidence;

/// <summary>Holds elements to their types. The content models of the schemas are unambiguous (as XML Schema asks), so the next element decides which part it belongs to.</summary>
/// <param name="space">The namespace of the schema.</param>
internal sealed class XsdValidator(string space)
{
    private const string Instance = "http://www.w3.org/2001/XMLSchema-instance";
    private readonly List<BomError> _errors = [];
    private readonly List<(XmlNode Parent, int At)> _path = [];
    private int _count;
    private readonly HashSet<string> _references = new(StringComparer.Ordinal);

    /// <summary>What is wrong with the document; at most a hundred, the rest counted in the last.</summary>
    public static IReadOnlyList<BomError> Errors(XmlNode root, XsdType type)
    {
        var validator = new XsdValidator(root.Namespace);
        validator.Check(root, type);
        validator.CheckReferences(root);
        return validator._count <= SchemaProblems.Most ? validator._errors
            : [.. validator._errors.Take(SchemaProblems.Most - 1), new BomError("", "more", $"{validator._count - SchemaProblems.Most + 1} more problems are not listed")];
    }

    private void Check(XmlNode node, XsdType type)
    {
        CheckAttributes(node, type);
        if (type.Text is { } text)
        {
            if (node.Children.Count > 0)
            {
                Add(node.Children[0], "", "element", $"<{node.Children[0].Name}> is not allowed here: it holds text alone");
            }
            else if (!(type.HasDefault && node.Text.Length == 0) && XsdText.Problem(text, node.Text) is { } problem)
            {
                Add(node, "", problem.Rule, problem.Message);
            }

            return;
        }

        if (!type.IsMixed && !string.IsNullOrWhiteSpace(node.Text))
        {
            Add(node, "", "text", "has text between its elements, where none is allowed");
        }

        var at = 0;
        if (type.Content is { } content && !Match(content, node, ref at))
        {
            return;
        }

        if (at < node.Children.Count)
        {
            var (child, names) = (node.Children[at], type.Content?.Names.Distinct(StringComparer.Ordinal).ToArray() ?? []);
            _path.Add((node, at));
            Add(child, "", "element", child.Namespace != space && names.Contains(child.Name, StringComparer.Ordinal)
                ? $"<{child.Name}> is in the namespace `{child.Namespace}`; it must be `{space}`"
                : names.Contains(child.Name, StringComparer.Ordinal) ? $"<{child.Name}> is not allowed here: it is there too often, or in another order than {string.Join(", ", names)}"
                : $"<{child.Name}> is not allowed here; allowed {(names.Length == 0 ? "is nothing" : "are " + string.Join(", ", names))}");
            _path.RemoveAt(_path.Count - 1);
        }
    }

    private bool Match(XsdParticle particle, XmlNode node, ref int at)
    {
        var count = 0;
        while (count < particle.Most && at < node.Children.Count && particle.CanBegin(node.Children[at], space))
        {
            var before = at;
            if (!MatchOnce(particle, node, ref at))
            {
                return false;
            }

            count++;
            if (at == before)
            {
                break;
            }
        }

        if (count >= particle.Least || particle.IsEmptiable)
        {
            return true;
        }

        // A sequence says itself which of its parts is missing.
        if (particle.Order == XsdOrder.Sequence && count == 0)
        {
            return MatchOnce(particle, node, ref at);
        }

        var names = particle.Names.Distinct(StringComparer.Ordinal).ToArray();
        Add(node, "", "required", names.Length == 1 ? $"has no <{names[0]}> where one is required" : $"has none of {string.Join(", ", names.Select(n => $"<{n}>"))}, of which one is required");
        return false;
    }

    private bool MatchOnce(XsdParticle particle, XmlNode node, ref int at)
    {
        switch (particle.Order)
        {
            case XsdOrder.Element:
                _path.Add((node, at));
                Check(node.Children[at], particle.Type.Value);
                _path.RemoveAt(_path.Count - 1);
                at++;
                return true;
            case XsdOrder.Other:
                at++;
                return true;
            case XsdOrder.Choice:
                var child = node.Children[at];
                return Match(particle.Parts.First(p => p.CanBegin(child, space)), node, ref at);
            default:
                foreach (var part in particle.Parts)
                {
                    if (!Match(part, node, ref at))
                    {
                        return false;
                    }
                }

                return true;
        }
    }

    private void CheckAttributes(XmlNode node, XsdType type)
    {
        foreach (var attribute in node.Attributes)
        {
            var known = attribute.Namespace.Length == 0 ? type.Attributes.FirstOrDefault(a => a.Name == attribute.Name) : null;
            if (known is not null)
            {
                if (XsdText.Problem(known.Text.Value, attribute.Value) is { } problem)
                {
                    Add(node, "/@" + attribute.Name, problem.Rule, problem.Message);
                }
            }
            else if (attribute.Namespace != Instance && !(type.OtherAttributes == "##any" || (type.OtherAttributes == "##other" && attribute.Namespace.Length > 0 && attribute.Namespace != space)))
            {
                Add(node, "/@" + attribute.Name, "attribute", $"`{attribute.Name}` is no attribute of <{node.Name}>; those are {string.Join(", ", type.Attributes.Select(a => a.Name))}");
            }
        }

        foreach (var attribute in type.Attributes)
        {
            if (attribute.IsRequired && node[attribute.Name] is null)
            {
                Add(node, "", "required", $"has no attribute `{attribute.Name}`, which is required");
            }
        }
    }

    // From 1.1 on, `bom-ref` is unique in the document.
    private void CheckReferences(XmlNode node)
    {
        if (_path.Count > 0 && node["bom-ref"] is { } reference && !_references.Add(reference))
        {
            Add(node, "/@bom-ref", "unique", $"`{(reference.Length > 80 ? reference[..80] : reference)}` is the bom-ref of an element before it; it may be there once");
        }

        for (var i = 0; i < node.Children.Count; i++)
        {
            _path.Add((node, i));
            CheckReferences(node.Children[i]);
            _path.RemoveAt(_path.Count - 1);
        }
    }

    private void Add(XmlNode node, string below, string rule, string message)
    {
        if (++_count <= SchemaProblems.Most)
        {
            _errors.Add(new BomError(Path() + below, rule, message, node.Line, node.Column));
        }
    }

    private string Path()
    {
        var path = new StringBuilder("/bom");
        foreach (var (parent, at) in _path)
        {
            var name = parent.Children[at].Name;
            var (number, all) = (parent.Children.Take(at + 1).Count(c => c.Name == name), parent.Children.Count(c => c.Name == name));
            path.Append('/').Append(name).Append(all > 1 ? string.Create(CultureInfo.InvariantCulture, $"[{number}]") : "");
        }

        return path.ToString();
    }
}
