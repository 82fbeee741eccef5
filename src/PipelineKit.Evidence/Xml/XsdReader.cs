using System.Globalization;

namespace PipelineKit.Evidence;

/// <summary>
/// Reads an XML schema as far as those of CycloneDX go: named and anonymous types, sequences and choices, wildcards, attributes and groups of them, simple types with facets and unions. Types are read when they are first needed: they
/// contain each other.
/// </summary>
internal sealed class XsdReader
{
    private readonly XmlNode _schema;
    private readonly Func<string, XsdReader> _imported;
    private readonly Dictionary<string, Lazy<XsdType>> _types = new(StringComparer.Ordinal);
    private readonly Dictionary<string, XsdText> _texts = new(StringComparer.Ordinal);

    private XsdReader(XmlNode schema, Func<string, XsdReader> imported) => (_schema, _imported) = (schema, imported);

    /// <summary>The type of the root element <c>bom</c> of a file.</summary>
    /// <param name="file">The name of the file.</param>
    public static XsdType Read(string file)
    {
        var reader = Open(file);
        return reader.ElementType(reader._schema.Children.First(c => c.Name == "element" && c["name"] == "bom")).Value;
    }

    private static XsdReader Open(string file)
    {
        using var content = new MemoryStream(SchemaFiles.Get(file).ToArray());
        return new XsdReader(XmlTree.Read(content, file, EvidenceLimits.Default, CancellationToken.None), Open);
    }

    private Lazy<XsdType> ElementType(XmlNode element)
    {
        if (element["type"] is { } name)
        {
            return name.StartsWith("bom:", StringComparison.Ordinal) && Find("complexType", name[4..]) is { } named
                ? CachedType(name, () => Complex(named))
                : CachedType(name, () => new XsdType { Text = Text(name) });
        }

        return new Lazy<XsdType>(() => element.Child("complexType") is { } complex ? Complex(complex)
            : new XsdType { Text = element.Child("simpleType") is { } simple ? Simple(simple) : new XsdText("string") });
    }

    private XsdType Complex(XmlNode type)
    {
        if (type.Child("simpleContent")?.Child("extension") is { } extension)
        {
            return new XsdType { Text = Text(extension["base"]!), Attributes = Attributes(extension), OtherAttributes = extension.Child("anyAttribute")?["namespace"] ?? "" };
        }

        var content = type.Child("sequence") ?? type.Child("choice");
        return new XsdType
        {
            Content = content is null ? null : Particle(content),
            IsMixed = type["mixed"] == "true",
            Attributes = Attributes(type),
            OtherAttributes = type.Child("anyAttribute")?["namespace"] ?? "",
        };
    }

    private XsdParticle Particle(XmlNode node)
    {
        var (least, most) = (Occurs(node["minOccurs"]), Occurs(node["maxOccurs"]));
        return node.Name switch
        {
            "element" => new XsdParticle(XsdOrder.Element, least, most, node["name"]!, ElementType(node), []),
            "any" => new XsdParticle(XsdOrder.Other, least, most, "", new Lazy<XsdType>(() => new XsdType()), []),
            "sequence" or "choice" => new XsdParticle(
                node.Name == "choice" ? XsdOrder.Choice : XsdOrder.Sequence, least, most, "", new Lazy<XsdType>(() => new XsdType()), [.. node.Children.Select(Particle)]),
            _ => throw new NotSupportedException($"<{node.Name}> in a content model is not implemented."),
        };
    }

    private List<XsdAttribute> Attributes(XmlNode type)
    {
        List<XsdAttribute> attributes = [];
        foreach (var node in type.Children)
        {
            if (node.Name == "attribute")
            {
                var text = node["type"] is { } named ? new Lazy<XsdText>(() => Text(named)) : new Lazy<XsdText>(() => node.Child("simpleType") is { } simple ? Simple(simple) : new XsdText("string"));
                attributes.Add(new XsdAttribute(node["name"]!, text, node["use"] == "required"));
            }
            else if (node.Name == "attributeGroup")
            {
                attributes.AddRange(Attributes(Find("attributeGroup", node["ref"]![4..])!));
            }
        }

        return attributes;
    }

    private XsdText Text(string name)
    {
        var colon = name.IndexOf(':', StringComparison.Ordinal);
        var (prefix, local) = (name[..colon], name[(colon + 1)..]);
        return prefix switch
        {
            "xs" => new XsdText(local),
            "spdx" => CachedText(name, () => _imported("spdx.xsd").Text("bom:" + local)),
            _ => CachedText(name, () => Find("simpleType", local) is { } simple ? Simple(simple) : Complex(Find("complexType", local)!).Text!),
        };
    }

    private XsdText Simple(XmlNode type)
    {
        if (type.Child("union") is { } union)
        {
            return new XsdText("string")
            {
                Members = [.. (union["memberTypes"] ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Text), .. union.Children.Where(c => c.Name == "simpleType").Select(Simple)],
            };
        }

        var restriction = type.Child("restriction")!;
        var text = Text(restriction["base"]!);
        string[] values = [.. Facets(restriction, "enumeration")], patterns = [.. Facets(restriction, "pattern")];
        return text with
        {
            Values = values.Length == 0 ? text.Values : values.ToHashSet(StringComparer.Ordinal),
            Patterns = patterns.Length == 0 ? text.Patterns : [new SchemaPattern($"^(?:{string.Join('|', patterns)})$")],
            Shortest = Number(restriction, "minLength") ?? text.Shortest,
            Longest = Number(restriction, "maxLength") ?? text.Longest,
            Minimum = Decimal(restriction, "minInclusive") ?? text.Minimum,
            Maximum = Decimal(restriction, "maxInclusive") ?? text.Maximum,
        };
    }

    private XmlNode? Find(string kind, string name) => _schema.Children.Find(c => c.Name == kind && c["name"] == name);

    private static IEnumerable<string> Facets(XmlNode restriction, string name) => restriction.Children.Where(c => c.Name == name).Select(c => c["value"]!);

    private static decimal? Decimal(XmlNode restriction, string name) =>
        Facets(restriction, name).FirstOrDefault() is { } value ? decimal.Parse(value, CultureInfo.InvariantCulture) : null;

    private static int? Number(XmlNode restriction, string name) => (int?)Decimal(restriction, name);

    private static int Occurs(string? text) => text switch { null => 1, "unbounded" => int.MaxValue, _ => int.Parse(text, CultureInfo.InvariantCulture) };

    private Lazy<XsdType> CachedType(string name, Func<XsdType> make)
    {
        if (!_types.TryGetValue(name, out var type))
        {
            _types.Add(name, type = new Lazy<XsdType>(make));
        }

        return type;
    }

    private XsdText CachedText(string name, Func<XsdText> make)
    {
        if (!_texts.TryGetValue(name, out var text))
        {
            _texts.Add(name, text = make());
        }

        return text;
    }
}
