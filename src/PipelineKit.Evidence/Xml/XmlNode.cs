namespace PipelineKit.Evidence;

/// <summary>An element of an XML document.</summary>
/// <param name="Namespace">The address of its namespace; empty for none.</param>
/// <param name="Name">Its name without prefix.</param>
/// <param name="Line">1-based line of its tag.</param>
/// <param name="Column">1-based column of its tag.</param>
internal sealed record XmlNode(string Namespace, string Name, int Line, int Column)
{
    /// <summary>Its attributes, in their order; those that declare namespaces are not among them.</summary>
    public List<XmlAttribute> Attributes { get; } = [];

    /// <summary>The elements in it.</summary>
    public List<XmlNode> Children { get; } = [];

    /// <summary>The text in it, that of elements in it left out; line ends are line feeds.</summary>
    public string Text { get; set; } = "";

    /// <summary>The value of an attribute without namespace, or null.</summary>
    public string? this[string name] => Attributes.Find(a => a.Name == name && a.Namespace.Length == 0)?.Value;

    /// <summary>The first element of a name in it, in the same namespace, or null.</summary>
    public XmlNode? Child(string name) => Children.Find(c => c.Name == name && c.Namespace == Namespace);
}

/// <summary>An attribute.</summary>
/// <param name="Namespace">The address of its namespace; empty for none.</param>
/// <param name="Name">Its name without prefix.</param>
/// <param name="Value">Its value.</param>
internal sealed record XmlAttribute(string Namespace, string Name, string Value);
