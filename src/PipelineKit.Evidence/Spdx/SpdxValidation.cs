using System.Text.Json;

namespace PipelineKit.Evidence;

/// <summary>Whether an SPDX document keeps the rules of its version: required members, types, identifiers that are unique, and references to what is there.</summary>
internal static class SpdxValidation
{
    /// <summary>What is wrong, with JSON pointers; empty for a valid document.</summary>
    /// <param name="input">The document, at its first token; it is read whole.</param>
    /// <param name="version">The version as the document has it; empty when it has none.</param>
    /// <exception cref="JsonException">It is no JSON.</exception>
    /// <exception cref="EvidenceException">It is too large.</exception>
    internal static IReadOnlyList<BomError> Check(JsonInput input, out string version)
    {
        using var document = input.ReadDocument();
        var root = document.RootElement;
        var errors = new SpdxErrors();
        version = "";
        if (root.ValueKind != JsonValueKind.Object)
        {
            errors.Add("", "type", "is no object");
        }
        else if (root.TryGetProperty("@graph", out _))
        {
            version = new Spdx3Rules(errors).Check(root);
        }
        else
        {
            version = errors.Text(root, "", "spdxVersion", isRequired: true) ?? "";
            if (version is "SPDX-2.2" or "SPDX-2.3")
            {
                new Spdx2Rules(errors, version).Check(root);
            }
            else
            {
                errors.Add("/spdxVersion", "enum", $"is `{version}`; the versions that can be validated are SPDX-2.2, SPDX-2.3 and 3.0");
            }
        }

        return errors.All;
    }
}
