using System.Collections.Concurrent;

namespace PipelineKit.Evidence;

/// <summary>Validates CycloneDX XML by the XML schema of its version.</summary>
internal static class XmlBomValidation
{
    /// <summary>The namespaces, but for the version at their end.</summary>
    public const string Namespace = "http://cyclonedx.org/schema/bom/";

    private const string Format = "cyclonedx-xml";
    private static readonly ConcurrentDictionary<string, Lazy<XsdType>> Schemas = new(StringComparer.Ordinal);

    public static BomValidation Run(Stream content, string name, EvidenceLimits limits, CancellationToken cancellation)
    {
        XmlNode root;
        try
        {
            root = XmlTree.Read(content, name, limits, cancellation);
        }
        catch (EvidenceException e)
        {
            return new BomValidation(name, Format, "", [BomValidator.Of(e)]);
        }

        if (!root.Namespace.StartsWith(Namespace, StringComparison.Ordinal) || root.Name != "bom")
        {
            return new BomValidation(name, "unknown", "", [new BomError(
                "/" + root.Name, "format", $"is <{root.Name}> of the namespace `{root.Namespace}`; a bill of materials is <bom> of `{Namespace}` and a version", root.Line, root.Column)]);
        }

        var version = root.Namespace[Namespace.Length..];
        if (!IsKnown(version))
        {
            return new BomValidation(name, Format, version, [new BomError("/bom", "format", $"has the version `{version}`; the versions of CycloneDX XML are 1.0 to 1.7", root.Line, root.Column)]);
        }

        var type = Schemas.GetOrAdd(version, v => new Lazy<XsdType>(() => XsdReader.Read($"bom-{v}.xsd"))).Value;
        return new BomValidation(name, Format, version, XsdValidator.Errors(root, type));
    }

    /// <summary>Whether there is such a version.</summary>
    public static bool IsKnown(string version) => version is "1.0" or "1.1" or "1.2" or "1.3" or "1.4" or "1.5" or "1.6" or "1.7";
}
