namespace PipelineKit.Evidence;

/// <summary>How often and in which order elements stand in another (XML Schema 1.0, part 1, section 3.8).</summary>
internal enum XsdOrder
{
    /// <summary>One element.</summary>
    Element,

    /// <summary>Any element of another namespace; what is in it is not looked at.</summary>
    Other,

    /// <summary>All parts, in their order.</summary>
    Sequence,

    /// <summary>One of the parts.</summary>
    Choice,
}

/// <summary>A part of a content model.</summary>
/// <param name="Order">What it is.</param>
/// <param name="Least">How often at least.</param>
/// <param name="Most">How often at most.</param>
/// <param name="Name">The name of an element; empty for others.</param>
/// <param name="Type">The type of an element; for others, nobody asks.</param>
/// <param name="Parts">The parts of a sequence or choice.</param>
internal sealed record XsdParticle(XsdOrder Order, int Least, int Most, string Name, Lazy<XsdType> Type, IReadOnlyList<XsdParticle> Parts)
{
    /// <summary>Whether there may be nothing at all.</summary>
    public bool IsEmptiable => Least == 0 || (Order == XsdOrder.Sequence && Parts.All(p => p.IsEmptiable)) || (Order == XsdOrder.Choice && (Parts.Count == 0 || Parts.Any(p => p.IsEmptiable)));

    /// <summary>Whether it can begin with this element.</summary>
    public bool CanBegin(XmlNode node, string space)
    {
        switch (Order)
        {
            case XsdOrder.Element:
                return node.Name == Name && node.Namespace == space;
            case XsdOrder.Other:
                return node.Namespace != space && node.Namespace.Length > 0;
            case XsdOrder.Choice:
                return Parts.Any(p => p.CanBegin(node, space));
            default:
                foreach (var part in Parts)
                {
                    if (part.CanBegin(node, space))
                    {
                        return true;
                    }

                    if (!part.IsEmptiable)
                    {
                        return false;
                    }
                }

                return false;
        }
    }

    /// <summary>The names of the elements in it.</summary>
    public IEnumerable<string> Names => Order == XsdOrder.Element ? [Name] : Parts.SelectMany(p => p.Names);
}

/// <summary>A type of an element: text, or elements and attributes.</summary>
internal sealed record XsdType
{
    /// <summary>The elements; null for none.</summary>
    public XsdParticle? Content { get; init; }

    /// <summary>The text; null when there may be none.</summary>
    public XsdText? Text { get; init; }

    /// <summary>Whether any text may stand among the elements.</summary>
    public bool IsMixed { get; init; }

    /// <summary>Whether an empty element has a value all the same.</summary>
    public bool HasDefault { get; init; }

    public IReadOnlyList<XsdAttribute> Attributes { get; init; } = [];

    /// <summary>Other attributes: <c>##any</c>, <c>##other</c> (of other namespaces), or empty for none.</summary>
    public string OtherAttributes { get; init; } = "";
}

/// <summary>An attribute.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Text">Its values.</param>
/// <param name="IsRequired">Whether it must be there.</param>
internal sealed record XsdAttribute(string Name, Lazy<XsdText> Text, bool IsRequired);

/// <summary>The values of a text (XML Schema 1.0, part 2).</summary>
/// <param name="Base">The built-in type it goes back to: <c>string</c>, <c>dateTime</c>, ...</param>
internal sealed partial record XsdText(string Base)
{
    /// <summary>The values; empty for all.</summary>
    public IReadOnlySet<string> Values { get; init; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>Patterns of which one must match the whole.</summary>
    public IReadOnlyList<SchemaPattern> Patterns { get; init; } = [];

    public int Shortest { get; init; }

    public int Longest { get; init; } = int.MaxValue;

    public decimal Minimum { get; init; } = decimal.MinValue;

    public decimal Maximum { get; init; } = decimal.MaxValue;

    /// <summary>The types of which it must be one; empty when it is no union.</summary>
    public IReadOnlyList<XsdText> Members { get; init; } = [];
}
