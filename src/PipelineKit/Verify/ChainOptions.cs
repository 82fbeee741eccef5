using PipelineKit.Oci;

namespace PipelineKit.Verify;

/// <summary>Which chain is walked, and where its ledgers are.</summary>
/// <param name="Environment">The environment to begin with; empty for the one that nothing is promoted from.</param>
/// <param name="Digests">The images to walk back; empty for the one that is there now.</param>
/// <param name="Branch">The branch with the ledgers, without <c>refs/heads/</c>; empty when they are in a folder on disk.</param>
/// <param name="Folder">Their folder on the branch, or on disk.</param>
public sealed record ChainOptions(string Environment, IReadOnlyList<Digest> Digests, string Branch, string Folder);
