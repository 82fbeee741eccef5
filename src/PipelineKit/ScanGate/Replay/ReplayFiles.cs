using PipelineKit.Evidence;
using PipelineKit.Failures;
using PipelineKit.Oci;

namespace PipelineKit.ScanGate;

/// <summary>Finds the files a decision was made from: by name in the working directory or beside the decision, or by digest in a folder of evidence. Only a file with the digest of the decision will do.</summary>
/// <param name="folder">The working directory.</param>
/// <param name="decision">The decision file, absolute.</param>
/// <param name="evidence">A folder of evidence, absolute; may be absent.</param>
internal sealed class ReplayFiles(string folder, string decision, string evidence)
{
    private const int MaximumFiles = 10_000;
    private Dictionary<Digest, string>? _byDigest;

    /// <summary>The file.</summary>
    /// <exception cref="FailureException">PK0401: it is there with other content. PK0201: it is not there.</exception>
    internal InputFile Find(GateFile wanted)
    {
        var others = new List<Digest>();
        foreach (var path in ((string[])[folder, Path.GetDirectoryName(decision)!, evidence]).SelectMany(f => Candidates(f, wanted.Name)).Distinct(StringComparer.Ordinal).Where(File.Exists))
        {
            var file = new InputFile(wanted.Name, path);
            var digest = EvidenceFiles.DigestOf(file);
            if (digest == wanted.Digest)
            {
                return file;
            }

            others.Add(digest);
        }

        if (ByDigest().TryGetValue(wanted.Digest, out var kept))
        {
            return new InputFile(wanted.Name, kept);
        }

        throw new FailureException(others.Count > 0
            ? new Failure(FailureCodes.DigestMismatch, $"`{wanted.Name}` is not what the decision was made from: it is {others[0]}, and was {wanted.Digest}.", "Take the file as it was: from the run's artifacts, or from the commit of the run.", new SourcePlace(wanted.Name))
            : new Failure(FailureCodes.UnreadableFile, $"`{wanted.Name}` ({wanted.Digest}), from which the decision was made, is not there.", "Put it where it was relative to the working directory, beside the decision, or in `evidence-dir`.", new SourcePlace(wanted.Name)));
    }

    // A name in a decision does not lead out of the folder it is looked for in.
    private static IEnumerable<string> Candidates(string folder, string name)
    {
        var whole = Path.GetFullPath(Path.Combine(folder, name));
        var below = folder.TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar;
        if (whole.StartsWith(below, StringComparison.Ordinal))
        {
            yield return whole;
        }

        var file = name[(name.LastIndexOf('/') + 1)..];
        if (file is not ("" or "." or ".."))
        {
            yield return Path.Combine(folder, file);
        }
    }

    private Dictionary<Digest, string> ByDigest()
    {
        if (_byDigest is null)
        {
            _byDigest = [];
            var files = Directory.Exists(evidence) ? new DirectoryInfo(evidence).EnumerateFiles("*", SearchOption.AllDirectories).Where(f => f.LinkTarget is null).Take(MaximumFiles) : [];
            foreach (var file in files)
            {
                _byDigest.TryAdd(EvidenceFiles.DigestOf(new InputFile(file.Name, file.FullName)), file.FullName);
            }
        }

        return _byDigest;
    }
}
