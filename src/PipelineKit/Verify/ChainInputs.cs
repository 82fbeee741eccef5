using PipelineKit.Actions;
using PipelineKit.Oci;

namespace PipelineKit.Verify;

/// <summary>Reads which chain is walked.</summary>
/// <param name="inputs">Where it is read.</param>
internal sealed class ChainInputs(InputReader inputs)
{
    // What is asked of images in a registry has no meaning for ledgers; said rather than passed over.
    private static readonly Input[] OfImages = [VerifyAction.Resolve, VerifyAction.Recursive, VerifyAction.Bundle, VerifyAction.PredicateTypes];

    /// <summary>The options; problems are kept.</summary>
    internal ChainOptions Read(IReadOnlyList<ImageReference> images)
    {
        foreach (var input in OfImages.Where(inputs.IsGiven))
        {
            inputs.Problem(input, $"`{input.Name}` is about images in a registry, and `chain` is about ledgers.", "Leave one of the two away.");
        }

        var folder = inputs.Get(VerifyAction.LedgerFolder);
        if (folder.Length > 0 && inputs.IsGiven(VerifyAction.LedgerBranch))
        {
            inputs.Problem(VerifyAction.LedgerFolder, "`ledger-folder` and `ledger-branch` are both given.", "Give one of them.");
        }

        var (branch, onBranch) = Branch(inputs.Get(VerifyAction.LedgerBranch));
        return new ChainOptions(
            inputs.Get(VerifyAction.ChainEnvironment),
            [.. images.Select(i => i.Digest).OfType<Digest>()],
            folder.Length > 0 ? "" : branch,
            folder.Length > 0 ? folder : onBranch);
    }

    private (string Branch, string Folder) Branch(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var (branch, folder) = colon < 0 ? (text, "") : (text[..colon], text[(colon + 1)..].Trim('/'));
        if (branch.Length == 0)
        {
            inputs.Problem(VerifyAction.LedgerBranch, $"`{text}` names no branch.", "Write it as in `pipelinekit/ledger:promotions`.");
        }

        return (branch, folder);
    }
}
