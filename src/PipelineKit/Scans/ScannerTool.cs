using PipelineKit.Evidence;

namespace PipelineKit.Scans;

/// <summary>What is known about a scanner: how it is asked, and how it answers.</summary>
internal sealed record ScannerTool
{
    /// <summary>Its name, which is also its program's.</summary>
    internal required string Name { get; init; }

    /// <summary>The oldest version whose arguments and report are known.</summary>
    internal required Version Oldest { get; init; }

    /// <summary>The first version that is not known any more.</summary>
    internal required Version Before { get; init; }

    /// <summary>A version nobody should run, and why; null for none.</summary>
    internal (Version Version, string Why)? Refused { get; init; }

    /// <summary>Asks for the version.</summary>
    internal required IReadOnlyList<string> VersionArguments { get; init; }

    /// <summary>Reads the answer; null when it is not what it should be.</summary>
    internal required Func<ReadOnlyMemory<byte>, string?> ReadVersion { get; init; }

    /// <summary>Scans; the image is <c>image</c> (a layout) or <c>image.tar</c> in the folder it runs in, the report goes to standard output.</summary>
    internal required IReadOnlyList<string> ScanArguments { get; init; }

    /// <summary>The argument that gives it a time limit, or null: <c>--timeout</c>.</summary>
    internal string? TimeoutArgument { get; init; }

    /// <summary>Whether it takes the archive of <c>docker save</c> rather than a layout.</summary>
    internal bool TakesArchive { get; init; }

    /// <summary>The format of its report.</summary>
    internal required EvidenceFormat Format { get; init; }

    /// <summary>The exit codes with which it wrote a whole report.</summary>
    internal required IReadOnlyList<int> Reported { get; init; }

    /// <summary>What other exit codes mean.</summary>
    internal required IReadOnlyDictionary<int, string> Failures { get; init; }

    /// <summary>Asks, after the scan, for the age of the vulnerability data; empty when there is nobody to ask.</summary>
    internal IReadOnlyList<string> DatabaseArguments { get; init; } = [];

    /// <summary>Reads the answer.</summary>
    internal Func<ReadOnlyMemory<byte>, DatabaseState> ReadDatabase { get; init; } = _ => DatabaseState.Unknown;

    /// <summary>Whether it asks a service whose data is that of the moment, unless it was given a local copy (<see cref="CacheVariable"/>).</summary>
    internal string? Service { get; init; }

    /// <summary>Added to <see cref="ScanArguments"/> when it was given a local copy of its data.</summary>
    internal string? LocalDataArgument { get; init; }

    /// <summary>The variable that says where its vulnerability data is.</summary>
    internal required string CacheVariable { get; init; }

    /// <summary>Where the data is below the user's folder of caches, when the variable is not set; null when there is no such place.</summary>
    internal string? CacheFolder { get; init; }

    /// <summary>Variables of its own that it may see; none of them filters findings or has a credential.</summary>
    internal required IReadOnlyList<string> Variables { get; init; }

    /// <summary>Variables that are set for it.</summary>
    internal IReadOnlyDictionary<string, string> FixedVariables { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}

/// <summary>What a scanner says about its vulnerability data.</summary>
/// <param name="Built">When it was built; null when not said.</param>
/// <param name="Version">Its version; empty when not said.</param>
internal sealed record DatabaseState(DateTimeOffset? Built, string Version)
{
    /// <summary>Nothing is known.</summary>
    internal static DatabaseState Unknown { get; } = new(null, "");
}
