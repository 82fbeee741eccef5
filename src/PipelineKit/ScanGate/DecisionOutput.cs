using PipelineKit.Evidence;
using PipelineKit.Files;
using PipelineKit.Oci;

namespace PipelineKit.ScanGate;

/// <summary>Writes a decision in pieces: it may be large, and is never held whole.</summary>
internal static class DecisionOutput
{
    /// <summary>Writes it to a file of the workspace, or to nowhere.</summary>
    /// <param name="judged">What was judged.</param>
    /// <param name="decision">What was decided.</param>
    /// <param name="root">The workspace.</param>
    /// <param name="file">The file, relative to it; empty for none.</param>
    /// <returns>The digest of its bytes.</returns>
    internal static Digest Write(GateCase judged, GateDecision decision, string root, string file)
    {
        if (file.Length == 0)
        {
            return Write(Stream.Null);
        }

        var digest = default(Digest);
        using var staged = AtomicFile.Stage(root, file, stream => digest = Write(stream));
        staged.Commit();
        return digest!;

        Digest Write(Stream target)
        {
            using var hashed = new DigestStream(target);
            DecisionJson.Write(hashed, judged, decision);
            return hashed.Finish();
        }
    }
}
