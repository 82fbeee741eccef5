using System.Text;
using System.Xml;
using System.Xml.Linq;
using System.Xml.Schema;
using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Evidence.Tests.Xml;

/// <summary>Our verdicts on XML beside those of the framework's validator with the schemas as they were published.</summary>
public sealed class XmlSchemaTests
{
    private const int Mutations = 640;
    private const string Folder = "@cyclonedx/cyclonedx-library/res/schema/";

    private static readonly string[] Versions = ["1.0", "1.1", "1.2", "1.3", "1.4", "1.5", "1.6", "1.7"];
    private static readonly string[] Values =
    [
        "", "x", "library", "firmware", "SHA-256", "SHA-1", "MIT", "Apache-2", "required", "true", "yes", "1", "-1", "1.5", "2020-04-13T20:20:39", "2020-04-13T20:20:39Z", "2020-04-13", "2020-13-13T20:20:39Z",
        "d41d8cd98f00b204e9800998ecf8427e", " d41d8cd98f00b204e9800998ecf8427e ", "cpe:2.3:a:b:c:1:*:*:*:*:*:*:*", "urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79", "critical", "complete", "affected", "a", "not_affected", "CVSSv4",
    ];

    private static readonly string[] Names =
        ["name", "version", "component", "components", "license", "licenses", "expression", "hash", "hashes", "property", "properties", "scope", "purl", "bom-ref", "type", "modified", "supplier", "tools", "timestamp", "swid", "releaseNotes", "evidence"];

    [SkippableFact]
    public void A_document_of_every_version_is_valid()
    {
        // Asked for first: inside of the assertion a missing peer would be a failure.
        var schemas = Versions.ToDictionary(v => v, Schemas, StringComparer.Ordinal);
        Assert.All(Versions, version =>
        {
            Assert.Equal("", Theirs(SampleXml.Of(version), schemas[version]));
            Assert.Empty(Ours(SampleXml.Of(version)).Errors);
        });
    }

    [SkippableFact]
    public void A_changed_document_gets_the_same_verdict()
    {
        var random = new Random(1999);
        var schemas = Versions.ToDictionary(v => v, Schemas, StringComparer.Ordinal);
        var (differences, valid) = (new StringBuilder(), 0);
        for (var i = 0; i < Mutations; i++)
        {
            var version = Versions[i % Versions.Length];
            var document = XDocument.Parse(SampleXml.Of(version), LoadOptions.PreserveWhitespace);
            Change(document, random);
            var text = document.ToString(SaveOptions.DisableFormatting);
            var (ours, theirs) = (Ours(text), Theirs(text, schemas[version]));
            valid += ours.IsValid ? 1 : 0;
            if (ours.IsValid != (theirs.Length == 0))
            {
                differences.Append(version).Append(": ").Append(theirs).Append(" / ").AppendJoin(' ', ours.Errors).Append('\n').Append(text).Append("\n\n");
            }
        }

        Assert.True(differences.Length == 0, differences.ToString());
        Assert.InRange(valid, 10, Mutations - 10);
    }

    private static void Change(XDocument document, Random random)
    {
        XElement[] all = [.. document.Descendants()];
        var element = all[random.Next(1, all.Length)];
        var space = document.Root!.Name.Namespace;
        switch (random.Next(9))
        {
            case 0:
                element.Remove();
                break;
            case 1:
                element.AddAfterSelf(new XElement(element));
                break;
            case 2:
                element.Name = space + Names[random.Next(Names.Length)];
                break;
            case 3:
                element.Add(new XElement(space + Names[random.Next(Names.Length)], Values[random.Next(Values.Length)]));
                break;
            case 4:
                element.SetAttributeValue(Names[random.Next(Names.Length)], Values[random.Next(Values.Length)]);
                break;
            case 5 when element.HasAttributes:
                element.FirstAttribute!.Remove();
                break;
            case 6 when element.HasAttributes:
                element.LastAttribute!.Value = Values[random.Next(Values.Length)];
                break;
            case 7:
                element.Add(new XElement(XName.Get("other", random.Next(2) == 0 ? "urn:other" : "")));
                break;
            default:
                element.Value = Values[random.Next(Values.Length)];
                break;
        }
    }

    private static XmlSchemaSet Schemas(string version)
    {
        var set = new XmlSchemaSet { XmlResolver = null };
        foreach (var file in new[] { "spdx.SNAPSHOT.xsd", $"bom-{version}.SNAPSHOT.xsd" })
        {
            using var reader = XmlReader.Create(Peer.NodeModule(Folder + file));
            set.Add(targetNamespace: null, reader);
        }

        set.Compile();
        return set;
    }

    private static string Theirs(string text, XmlSchemaSet schemas)
    {
        var first = "";
        var settings = new XmlReaderSettings { ValidationType = ValidationType.Schema, Schemas = schemas, ValidationFlags = XmlSchemaValidationFlags.ProcessIdentityConstraints | XmlSchemaValidationFlags.ReportValidationWarnings };
        settings.ValidationEventHandler += (_, e) => first = e.Severity == XmlSeverityType.Error && first.Length == 0 ? e.Message : first;
        using var reader = XmlReader.Create(new StringReader(text), settings);
        while (reader.Read())
        {
        }

        return first;
    }

    private static BomValidation Ours(string text)
    {
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(text));
        return BomValidator.Validate(content, "bom.xml", EvidenceLimits.Default, CancellationToken.None);
    }
}
