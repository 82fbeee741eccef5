namespace PipelineKit.Evidence;

/// <summary>A package of an SPDX 2 document.</summary>
/// <param name="Component">What it is, without paths.</param>
/// <param name="Paths">Files it contains.</param>
/// <param name="Notes">Texts that tools put beside it (attribution texts, comments of annotations).</param>
internal sealed record Spdx2Package(BomComponent Component, List<string> Paths, List<string> Notes)
{
    /// <summary>Reads an element of <c>packages</c>.</summary>
    public static Spdx2Package Read(DocumentNode node)
    {
        var purls = new List<string>();
        string? cpe = null;
        foreach (var reference in node.Items("externalRefs"))
        {
            var (kind, locator) = (reference.Text("referenceType"), reference.Text("referenceLocator"));
            if (kind == "purl")
            {
                purls.Add(locator);
            }
            else if (kind == "cpe23Type")
            {
                cpe ??= locator;
            }
        }

        var notes = Texts(node);
        var file = node.Text("packageFileName");
        var component = new BomComponent
        {
            Reference = node.Require("SPDXID").AsText(),
            Type = SpdxWords.ComponentType(node.Text("primaryPackagePurpose")),
            Package = SpdxSubject.Package(node.Require("name").AsText(), SpdxWords.Said(node.Text("versionInfo")), purls),
            Supplier = SpdxWords.Agent(node.Text("supplier")),
            Licenses = Licenses(node),
            Hashes = Hashes(node),
            Cpe = cpe,
            Layer = SpdxSubject.Layer(notes),
            Properties = file.Length == 0 ? [] : [(BomProperties.FileName, file)],
        };
        return new Spdx2Package(component, [], notes);
    }

    /// <summary>What was concluded, else what was declared: the one answers for the other, they are not two licences.</summary>
    private static BomLicense[] Licenses(DocumentNode node)
    {
        var text = SpdxWords.Said(node.Text("licenseConcluded"));
        text = text.Length > 0 ? text : SpdxWords.Said(node.Text("licenseDeclared"));
        return text.Length == 0 ? [] : [new BomLicense(text, IsExpression: true)];
    }

    private static List<BomHash> Hashes(DocumentNode node)
    {
        var hashes = new List<BomHash>();
        foreach (var checksum in node.Items("checksums"))
        {
            var algorithm = checksum.Require("algorithm");
            hashes.Add(new BomHash(
                SpdxWords.Algorithm(algorithm.AsText()) ?? throw algorithm.Wrong($"is `{algorithm.AsText()}`, which is no algorithm of SPDX"),
                checksum.Require("checksumValue").AsText().ToLowerInvariant()));
        }

        return hashes;
    }

    private static List<string> Texts(DocumentNode node)
    {
        var texts = new List<string>();
        foreach (var text in node.Items("attributionTexts"))
        {
            texts.Add(text.AsText());
        }

        foreach (var annotation in node.Items("annotations"))
        {
            texts.Add(annotation.Text("comment"));
        }

        return texts;
    }
}
