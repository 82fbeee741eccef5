using System.Text.Json;

namespace PipelineKit.Evidence;

/// <summary>The rules of SPDX 2.2 and 2.3 for documents in JSON.</summary>
internal sealed class Spdx2Rules(SpdxErrors errors, string version)
{
    private const string Purposes = "|APPLICATION|FRAMEWORK|LIBRARY|CONTAINER|OPERATING-SYSTEM|OPERATING_SYSTEM|DEVICE|FIRMWARE|SOURCE|ARCHIVE|FILE|INSTALL|OTHER|";
    private const string Categories = "|SECURITY|PACKAGE-MANAGER|PACKAGE_MANAGER|PERSISTENT-ID|PERSISTENT_ID|OTHER|";
    private const string Relationships = """
        |DESCRIBES|DESCRIBED_BY|CONTAINS|CONTAINED_BY|DEPENDS_ON|DEPENDENCY_OF|DEPENDENCY_MANIFEST_OF|BUILD_DEPENDENCY_OF|DEV_DEPENDENCY_OF|OPTIONAL_DEPENDENCY_OF|PROVIDED_DEPENDENCY_OF|TEST_DEPENDENCY_OF|RUNTIME_DEPENDENCY_OF|
        |EXAMPLE_OF|GENERATES|GENERATED_FROM|ANCESTOR_OF|DESCENDANT_OF|VARIANT_OF|DISTRIBUTION_ARTIFACT|PATCH_FOR|PATCH_APPLIED|COPY_OF|FILE_ADDED|FILE_DELETED|FILE_MODIFIED|EXPANDED_FROM_ARCHIVE|DYNAMIC_LINK|STATIC_LINK|
        |DATA_FILE_OF|TEST_CASE_OF|BUILD_TOOL_OF|DEV_TOOL_OF|TEST_OF|TEST_TOOL_OF|DOCUMENTATION_OF|OPTIONAL_COMPONENT_OF|METAFILE_OF|PACKAGE_OF|AMENDS|PREREQUISITE_FOR|HAS_PREREQUISITE|REQUIREMENT_DESCRIPTION_FOR|SPECIFICATION_FOR|OTHER|
        """;

    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);
    private readonly HashSet<string> _licenses = new(StringComparer.Ordinal);

    public void Check(JsonElement root)
    {
        Id(root, "");
        errors.Text(root, "", "name", isRequired: true);
        if (errors.Text(root, "", "dataLicense", isRequired: true) is { } license && license != "CC0-1.0")
        {
            errors.Add("/dataLicense", "const", $"is `{license}`; the licence of the document is CC0-1.0");
        }

        if (errors.Text(root, "", "documentNamespace", isRequired: true) is { } name && (!Uri.TryCreate(name, UriKind.Absolute, out _) || name.Contains('#', StringComparison.Ordinal)))
        {
            errors.Add("/documentNamespace", "format", "is no absolute URI without a fragment");
        }

        Creation(root);
        foreach (var (extracted, path) in errors.Items(root, "", "hasExtractedLicensingInfos"))
        {
            errors.Text(extracted, path, "extractedText", isRequired: true);
            if (errors.Text(extracted, path, "licenseId", isRequired: true) is { } id && !_licenses.Add(id))
            {
                errors.Add(path + "/licenseId", "uniqueItems", $"is `{id}`, as another one is");
            }
        }

        var packages = errors.Items(root, "", "packages");
        foreach (var (package, path) in packages)
        {
            Package(package, path);
        }

        foreach (var (file, path) in errors.Items(root, "", "files"))
        {
            Id(file, path);
            errors.Text(file, path, "fileName", isRequired: true);
            Checksums(file, path, isRequired: true);
        }

        foreach (var (snippet, path) in errors.Items(root, "", "snippets"))
        {
            Id(snippet, path);
        }

        References(root);
    }

    private void Creation(JsonElement root)
    {
        if (!root.TryGetProperty("creationInfo", out var information) || information.ValueKind != JsonValueKind.Object)
        {
            errors.Add("", "required", "has no `creationInfo`, which is required");
            return;
        }

        const string Path = "/creationInfo";
        errors.Time(errors.Text(information, Path, "created", isRequired: true), Path + "/created");
        foreach (var (creator, place) in errors.Items(information, Path, "creators", isRequired: true, JsonValueKind.String))
        {
            var text = SpdxErrors.TextOf(creator) ?? "";
            if (!text.StartsWith("Tool: ", StringComparison.Ordinal) && !text.StartsWith("Person: ", StringComparison.Ordinal) && !text.StartsWith("Organization: ", StringComparison.Ordinal))
            {
                errors.Add(place, "pattern", "begins with none of `Tool: `, `Person: ` and `Organization: `");
            }
        }
    }

    private void Package(JsonElement package, string path)
    {
        Id(package, path);
        errors.Text(package, path, "name", isRequired: true);
        errors.Text(package, path, "downloadLocation", isRequired: true);
        License(package, path, "licenseConcluded");
        License(package, path, "licenseDeclared");
        errors.Text(package, path, "copyrightText", isRequired: version == "SPDX-2.2");
        Checksums(package, path, isRequired: false);
        if (errors.Text(package, path, "primaryPackagePurpose", isRequired: false) is { } purpose && !Purposes.Contains($"|{purpose}|", StringComparison.Ordinal))
        {
            errors.Add(path + "/primaryPackagePurpose", "enum", $"is `{purpose}`, which is no purpose of SPDX");
        }

        foreach (var (reference, place) in errors.Items(package, path, "externalRefs"))
        {
            if (errors.Text(reference, place, "referenceCategory", isRequired: true) is { } category && !Categories.Contains($"|{category}|", StringComparison.Ordinal))
            {
                errors.Add(place + "/referenceCategory", "enum", $"is `{category}`, which is no category of SPDX");
            }

            if (errors.Text(reference, place, "referenceType", isRequired: true) == "purl"
                && errors.Text(reference, place, "referenceLocator", isRequired: true) is { } purl && !PackageUrl.TryParse(purl, out _, out var problem))
            {
                errors.Add(place + "/referenceLocator", "format", $"is no package URL: {problem}");
            }
        }
    }

    private void License(JsonElement package, string path, string member)
    {
        if (errors.Text(package, path, member, isRequired: version == "SPDX-2.2") is not { } text || text is "NONE" or "NOASSERTION")
        {
            return;
        }

        if (!LicenseExpression.TryParse(text, out var expression, out var problem))
        {
            errors.Add($"{path}/{member}", "format", $"{problem}; it is a licence expression, NONE or NOASSERTION");
            return;
        }

        foreach (var identifier in expression.Identifiers)
        {
            var end = identifier.IndexOf(' ', StringComparison.Ordinal);
            var license = end < 0 ? identifier : identifier[..end];
            if (license.StartsWith("LicenseRef-", StringComparison.Ordinal) && !_licenses.Contains(license))
            {
                errors.Add($"{path}/{member}", "reference", $"names `{license}`, which hasExtractedLicensingInfos does not have");
            }
        }
    }

    private void Checksums(JsonElement value, string path, bool isRequired)
    {
        foreach (var (checksum, place) in errors.Items(value, path, "checksums", isRequired))
        {
            if (errors.Text(checksum, place, "algorithm", isRequired: true) is { } algorithm && SpdxWords.Algorithm(algorithm) is null)
            {
                errors.Add(place + "/algorithm", "enum", $"is `{algorithm}`, which is no algorithm of SPDX");
            }

            if (errors.Text(checksum, place, "checksumValue", isRequired: true) is { Length: > 0 } hex && (hex.Length % 2 == 1 || !hex.All(char.IsAsciiHexDigit)))
            {
                errors.Add(place + "/checksumValue", "pattern", "is no hexadecimal number of whole bytes");
            }
        }
    }

    private void References(JsonElement root)
    {
        foreach (var (described, path) in errors.Items(root, "", "documentDescribes", kind: JsonValueKind.String))
        {
            Exists(SpdxErrors.TextOf(described), path, isEnd: false);
        }

        foreach (var (relationship, path) in errors.Items(root, "", "relationships"))
        {
            Exists(errors.Text(relationship, path, "spdxElementId", isRequired: true), path + "/spdxElementId", isEnd: false);
            Exists(errors.Text(relationship, path, "relatedSpdxElement", isRequired: true), path + "/relatedSpdxElement", isEnd: true);
            if (errors.Text(relationship, path, "relationshipType", isRequired: true) is { } kind && !Relationships.Contains($"|{kind}|", StringComparison.Ordinal))
            {
                errors.Add(path + "/relationshipType", "enum", $"is `{kind}`, which is no type of relationship of SPDX");
            }
        }
    }

    private void Exists(string? id, string path, bool isEnd)
    {
        if (id is not null && !_ids.Contains(id) && !id.StartsWith("DocumentRef-", StringComparison.Ordinal) && !(isEnd && (id is "NONE" or "NOASSERTION")))
        {
            errors.Add(path, "reference", $"is `{id}`, which is not in the document");
        }
    }

    private void Id(JsonElement value, string path)
    {
        if (errors.Text(value, path, "SPDXID", isRequired: true) is not { } id)
        {
            return;
        }

        if (path.Length == 0 && id != "SPDXRef-DOCUMENT")
        {
            errors.Add("/SPDXID", "const", $"is `{id}`; that of the document is SPDXRef-DOCUMENT");
        }
        else if (!id.StartsWith("SPDXRef-", StringComparison.Ordinal) || id.Length == 8 || !id[8..].All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-'))
        {
            errors.Add(path + "/SPDXID", "pattern", $"is `{id}`; an identifier is SPDXRef- and letters, digits, '.' and '-'");
        }

        if (!_ids.Add(id))
        {
            errors.Add(path + "/SPDXID", "uniqueItems", $"is `{id}`, as another one is");
        }
    }
}
