using System.IO.Compression;

namespace PipelineKit.Evidence;

/// <summary>The identifiers of the SPDX licence list, and the names that are written for them.</summary>
internal static class SpdxLists
{
    /// <summary>Names in wide use that are no identifiers: in the metadata of packages (Maven, PyPI, RubyGems) and of Debian, Fedora and Alpine. Names that mean several licences (BSD, GPL) are not here.</summary>
    private const string Spellings = """
        Apache 2=Apache-2.0|Apache 2.0=Apache-2.0|Apache-2=Apache-2.0|ASL 2.0=Apache-2.0|Apache License 2.0=Apache-2.0|Apache License, Version 2.0=Apache-2.0|Apache License Version 2.0=Apache-2.0
        The Apache License, Version 2.0=Apache-2.0|The Apache Software License, Version 2.0=Apache-2.0|Apache Software License 2.0=Apache-2.0|MIT License=MIT|The MIT License=MIT|MIT/X11=MIT|Expat=MIT|ISC License=ISC
        BSD 2-Clause=BSD-2-Clause|BSD 2-Clause License=BSD-2-Clause|BSD-2=BSD-2-Clause|Simplified BSD License=BSD-2-Clause|BSD 3-Clause=BSD-3-Clause|BSD 3-Clause License=BSD-3-Clause|BSD-3=BSD-3-Clause|New BSD License=BSD-3-Clause
        Modified BSD License=BSD-3-Clause|3-Clause BSD License=BSD-3-Clause|GPL-1=GPL-1.0-only|GPL-1+=GPL-1.0-or-later|GPL-2=GPL-2.0-only|GPL-2+=GPL-2.0-or-later|GPLv2=GPL-2.0-only|GPLv2+=GPL-2.0-or-later
        GPL-3=GPL-3.0-only|GPL-3+=GPL-3.0-or-later|GPLv3=GPL-3.0-only|GPLv3+=GPL-3.0-or-later|LGPL-2=LGPL-2.0-only|LGPL-2+=LGPL-2.0-or-later|LGPLv2=LGPL-2.0-only|LGPLv2+=LGPL-2.0-or-later
        LGPL-3=LGPL-3.0-only|LGPL-3+=LGPL-3.0-or-later|LGPLv3=LGPL-3.0-only|LGPLv3+=LGPL-3.0-or-later|AGPL-3=AGPL-3.0-only|AGPL-3+=AGPL-3.0-or-later|AGPLv3=AGPL-3.0-only|AGPLv3+=AGPL-3.0-or-later
        MPL 2.0=MPL-2.0|Mozilla Public License 2.0=MPL-2.0|EPL 1.0=EPL-1.0|EPL 2.0=EPL-2.0|Eclipse Public License 2.0=EPL-2.0|Eclipse Public License - v 2.0=EPL-2.0|CC0=CC0-1.0|PSF=PSF-2.0|Artistic=Artistic-1.0
        """;

    private static readonly string[] Lines = ReadLines();
    private static readonly Dictionary<string, string> Licenses = Index(Lines[0] + " " + Lines[1]);
    private static readonly Dictionary<string, string> Exceptions = Index(Lines[2]);
    private static readonly Dictionary<string, string> Names = IndexNames();

    /// <summary>How SPDX spells it; null when it is not on the list.</summary>
    public static string? License(string identifier) => Licenses.GetValueOrDefault(identifier);

    /// <summary>How SPDX spells it; null when it is not on the list.</summary>
    public static string? Exception(string identifier) => Exceptions.GetValueOrDefault(identifier);

    /// <summary>The identifier a name stands for; null when the name is none of those known.</summary>
    public static string? Spelling(string name) => Names.GetValueOrDefault(name);

    /// <summary>The lists as they are embedded: identifiers, deprecated ones, exceptions.</summary>
    internal static string[] ReadLines()
    {
        using var content = typeof(SpdxLists).Assembly.GetManifestResourceStream("PipelineKit.Evidence.spdx-lists.gz")!;
        using var plain = new GZipStream(content, CompressionMode.Decompress);
        using var reader = new StreamReader(plain);
        return reader.ReadToEnd().Split('\n');
    }

    private static Dictionary<string, string> Index(string identifiers)
    {
        var index = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var identifier in identifiers.Split(' '))
        {
            index[identifier] = identifier;
        }

        return index;
    }

    private static Dictionary<string, string> IndexNames()
    {
        var index = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var pair in Spellings.ReplaceLineEndings("|").Split('|'))
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            index[pair[..equals]] = pair[(equals + 1)..];
        }

        return index;
    }
}
