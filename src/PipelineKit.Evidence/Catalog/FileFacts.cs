using System.Diagnostics.CodeAnalysis;

namespace PipelineKit.Evidence;

/// <summary>What a file of an image is read for.</summary>
internal enum FileKind
{
    None,
    OsRelease,
    Dpkg,
    Copyright,
    Apk,
    Chisel,
    Rpm,
    RpmManifest,
    NuGet,
    Npm,
    NpmLock,
    Python,
    Jar,
    Program,
    Crates,
}

/// <summary>What was read from a file of an image.</summary>
/// <param name="Kind">What it was read for.</param>
internal sealed record FileFacts(FileKind Kind)
{
    /// <summary>The type of package URL it stands for when it cannot be read.</summary>
    internal string Ecosystem { get; init; } = FileKinds.EcosystemOf(Kind);

    internal IReadOnlyList<FoundPackage> Packages { get; init; } = [];

    /// <summary>Why it could not be read; null when it could.</summary>
    internal string? Problem { get; init; }

    /// <summary>The distribution, of os-release.</summary>
    internal Distribution? Distribution { get; init; }

    /// <summary>The licences, of a copyright file.</summary>
    internal IReadOnlyList<string> Licenses { get; init; } = [];
}

/// <summary>What os-release says (man os-release).</summary>
/// <param name="Id">Lower case: <c>debian</c>.</param>
/// <param name="Version"><c>VERSION_ID</c>; empty for rolling ones.</param>
/// <param name="Like"><c>ID_LIKE</c>.</param>
internal sealed record Distribution(string Id, string Version, IReadOnlyList<string> Like);

/// <summary>A file cannot be read for what it should be; the message says why, without the name of the file.</summary>
[SuppressMessage("Design", "CA1064", Justification = "It never leaves the reading of one file.")]
internal sealed class UnreadableFileException(string message) : Exception(message);
