using PipelineKit.Images;
using PipelineKit.Signing;

namespace PipelineKit.Sign;

/// <summary>What sign did.</summary>
/// <param name="Options">The options of the run.</param>
/// <param name="Targets">The images.</param>
/// <param name="Items">What was signed about them, in the order of the images.</param>
/// <param name="Signer">Who signed, for people; null when nothing had to be signed or a keyless identity was not asked for.</param>
internal sealed record SignResult(SignOptions Options, IReadOnlyList<ImageTarget> Targets, IReadOnlyList<SignedItem> Items, string? Signer);
