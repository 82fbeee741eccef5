using PipelineKit.Evidence;
using PipelineKit.Oci;

namespace PipelineKit.Promotion;

/// <summary>What an image, and what lies beside it, says about where it comes from and what is in it.</summary>
/// <param name="Digest">The image.</param>
/// <param name="Commit">The commit.</param>
/// <param name="Bom">The bill of materials.</param>
/// <param name="Scan">The last scan.</param>
internal sealed record ImageFacts(Digest Digest, Fact<SourceCommit> Commit, Fact<Bom> Bom, Fact<KnownVulnerabilities> Scan);
