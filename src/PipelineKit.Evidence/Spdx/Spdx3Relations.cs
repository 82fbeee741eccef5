namespace PipelineKit.Evidence;

/// <summary>What the relationships of an SPDX 3 document say about its packages.</summary>
/// <param name="graph">The elements.</param>
/// <param name="packages">The packages by identifier; they are completed.</param>
internal sealed class Spdx3Relations(Spdx3Graph graph, Dictionary<string, BomComponent> packages)
{
    private const string Licenses = "https://spdx.org/licenses/";
    private readonly HashSet<string> _concluded = new(StringComparer.Ordinal);
    private int _dependencies;
    private int _complete;
    private bool _isIncomplete;

    /// <summary>Who depends on whom.</summary>
    public SpdxGraph Dependencies { get; } = new();

    /// <summary>As <see cref="Bom.Completeness"/>: complete when every relationship of dependency says so.</summary>
    public string Completeness => _dependencies == 0 ? "" : _isIncomplete ? "incomplete" : _complete == _dependencies ? "complete" : "unknown";

    /// <summary>Reads all relationships.</summary>
    public void ReadAll()
    {
        foreach (var element in graph.Elements)
        {
            if (Spdx3Graph.Type(element) is not ("Relationship" or "LifecycleScopedRelationship") || !packages.TryGetValue(element.Text("from"), out var package))
            {
                continue;
            }

            var to = Spdx3Graph.References(element, "to");
            switch (element.Require("relationshipType").AsText())
            {
                case "dependsOn" or "contains" or "hasStaticLink" or "hasDynamicLink" or "hasPrerequisite" or "hasOptionalDependency" or "hasProvidedDependency":
                    Depend(element, package, to);
                    break;
                case "hasConcludedLicense":
                    License(package, to, isConcluded: true);
                    break;
                case "hasDeclaredLicense":
                    License(package, to, isConcluded: false);
                    break;
                case "hasDistributionArtifact":
                    Distribute(package, to);
                    break;
            }
        }
    }

    private void Depend(DocumentNode element, BomComponent package, List<string> to)
    {
        var completeness = element.Text("completeness");
        _dependencies++;
        _complete += completeness == "complete" ? 1 : 0;
        _isIncomplete |= completeness == "incomplete";
        var paths = new List<string>(package.Paths);
        foreach (var target in to)
        {
            if (packages.ContainsKey(target))
            {
                Dependencies.Add(package.Reference, target);
            }
            else if (graph.Find(target) is { } file && Spdx3Graph.Type(file) == "software_File" && file.Text("name") is { Length: > 0 } name && paths.Count < 1000)
            {
                paths.Add(name.StartsWith("./", StringComparison.Ordinal) ? name[1..] : name);
            }
        }

        packages[package.Reference] = package with { Paths = paths };
    }

    /// <summary>What was concluded answers for what was declared.</summary>
    private void License(BomComponent package, List<string> to, bool isConcluded)
    {
        var licenses = new List<BomLicense>();
        foreach (var target in to)
        {
            var text = graph.Find(target)?.Text("simplelicensing_licenseExpression") is { Length: > 0 } expression ? expression
                : target.StartsWith(Licenses, StringComparison.Ordinal) ? target[Licenses.Length..]
                : "";
            if (SpdxWords.Said(text).Length > 0)
            {
                licenses.Add(new BomLicense(text, IsExpression: true));
            }
        }

        if (licenses.Count > 0 && (isConcluded ? _concluded.Add(package.Reference) : !_concluded.Contains(package.Reference)))
        {
            packages[package.Reference] = package with { Licenses = licenses };
        }
    }

    /// <summary>The file a package is delivered as: its name and hashes.</summary>
    private void Distribute(BomComponent package, List<string> to)
    {
        foreach (var target in to)
        {
            if (graph.Find(target) is { } file && Spdx3Graph.Type(file) == "software_File")
            {
                package = package with
                {
                    Hashes = [.. package.Hashes, .. Spdx3Package.Hashes(file)],
                    Properties = [.. package.Properties, (BomProperties.FileName, file.Text("name"))],
                };
            }
        }

        packages[package.Reference] = package;
    }
}
