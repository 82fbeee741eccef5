using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace PipelineKit.Evidence;

/// <summary>
/// Reads CycloneDX XML, 1.0 to 1.7: what the reader of JSON looks at is put into the shape that JSON has, and read by it. Elements of other namespaces are passed over.
/// </summary>
internal static class CycloneDxXml
{
    private static readonly string[] Lists =
    [
        "components", "hashes", "licenses", "properties", "authors", "ratings", "references", "advisories", "affects", "versions", "occurrences", "vulnerabilities", "compositions", "services",
    ];

    private static readonly string[] Objects = ["metadata", "component", "supplier", "manufacturer", "manufacture", "source", "evidence", "analysis"];

    private static readonly string[] Texts =
    [
        "name", "group", "version", "purl", "cpe", "timestamp", "id", "url", "description", "recommendation", "published", "updated", "rejected", "severity", "method", "vector", "ref", "status", "state", "justification",
        "detail", "firstIssued", "lastUpdated", "aggregate", "location", "email", "expression",
    ];

    /// <summary>Reads a document; see <see cref="EvidenceParts"/>.</summary>
    internal static EvidenceParts Read(Stream content, string name, EvidenceLimits limits, CancellationToken cancellation)
    {
        var root = XmlTree.Read(content, name, limits, cancellation);
        var version = root.Namespace.StartsWith(XmlBomValidation.Namespace, StringComparison.Ordinal) ? root.Namespace[XmlBomValidation.Namespace.Length..] : "";
        if (root.Name != "bom" || !XmlBomValidation.IsKnown(version))
        {
            throw new EvidenceException(
                EvidenceProblem.UnknownFormat, name, $"is XML, but no CycloneDX of 1.0 to 1.7: its root is <{root.Name}> of the namespace `{root.Namespace}`", root.Line, root.Column);
        }

        var json = new ArrayBufferWriter<byte>(64 << 10);
        using (var writer = new Utf8JsonWriter(json, new JsonWriterOptions { SkipValidation = true }))
        {
            writer.WriteStartObject();
            writer.WriteString("bomFormat", "CycloneDX");
            writer.WriteString("specVersion", version is "1.0" or "1.1" ? "1.2" : version);
            writer.Text("serialNumber", root["serialNumber"]);
            Members(writer, root);
            writer.WriteEndObject();
        }

        using var translated = new MemoryStream(json.WrittenSpan.ToArray());
        var input = new JsonInput(translated, name, limits, cancellation);
        try
        {
            return CycloneDxJson.Read(input) with { FormatVersion = version };
        }
        catch (JsonWrongException e)
        {
            // The place would be one of the translation.
            var explained = input.Explain(e);
            throw new EvidenceException(explained.Problem, name, explained.Message, inner: e);
        }
    }

    private static void Members(Utf8JsonWriter writer, XmlNode node)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var child in node.Children)
        {
            if (child.Namespace != node.Namespace || !seen.Add(child.Name))
            {
                continue;
            }

            if (child.Name == "tools" && child.Child("components") is null && child.Child("services") is null)
            {
                List(writer, child);
            }
            else if (child.Name == "dependencies")
            {
                Dependencies(writer, child);
            }
            else if (child.Name == "score")
            {
                Score(writer, child);
            }
            else if (Lists.Contains(child.Name, StringComparer.Ordinal))
            {
                List(writer, child);
            }
            else if (child.Name == "tools" || Objects.Contains(child.Name, StringComparer.Ordinal))
            {
                writer.WritePropertyName(child.Name);
                Object(writer, child);
            }
            else if (Texts.Contains(child.Name, StringComparer.Ordinal))
            {
                writer.WriteString(child.Name, child.Text.Trim());
            }
        }
    }

    private static void List(Utf8JsonWriter writer, XmlNode node)
    {
        writer.WriteStartArray(node.Name);
        foreach (var item in node.Children.Where(c => c.Namespace == node.Namespace))
        {
            if (item.Name is "license" or "expression" && node.Name == "licenses")
            {
                writer.WriteStartObject();
                writer.WritePropertyName(item.Name);
                if (item.Name == "license")
                {
                    Object(writer, item);
                }
                else
                {
                    writer.WriteStringValue(item.Text.Trim());
                }

                writer.WriteEndObject();
            }
            else
            {
                Object(writer, item);
            }
        }

        writer.WriteEndArray();
    }

    private static void Object(Utf8JsonWriter writer, XmlNode node)
    {
        writer.WriteStartObject();
        writer.Text("bom-ref", node["bom-ref"]);
        switch (node.Name)
        {
            case "component":
                writer.Text("type", node["type"]);
                break;
            case "hash":
                writer.WriteString("alg", node["alg"] ?? "");
                writer.WriteString("content", node.Text.Trim());
                break;
            case "property":
                writer.WriteString("name", node["name"] ?? "");
                writer.WriteString("value", node.Text);
                break;
        }

        Members(writer, node);
        writer.WriteEndObject();
    }

    private static void Dependencies(Utf8JsonWriter writer, XmlNode node)
    {
        writer.WriteStartArray(node.Name);
        foreach (var dependency in node.Children.Where(c => c.Name == "dependency" && c.Namespace == node.Namespace))
        {
            writer.WriteStartObject();
            writer.WriteString("ref", dependency["ref"] ?? "");
            writer.WriteStartArray("dependsOn");
            foreach (var other in dependency.Children.Where(c => c.Name == "dependency" && c.Namespace == node.Namespace))
            {
                writer.WriteStringValue(other["ref"] ?? "");
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    // What is no number is passed on as text, for the reader to refuse.
    private static void Score(Utf8JsonWriter writer, XmlNode node)
    {
        if (double.TryParse(node.Text.Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out var score) && double.IsFinite(score))
        {
            writer.WriteNumber(node.Name, score);
        }
        else
        {
            writer.WriteString(node.Name, node.Text);
        }
    }
}
