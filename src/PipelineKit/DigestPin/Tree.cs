using PipelineKit.Ci;
using PipelineKit.Files;
using PipelineKit.Git;
using PipelineKit.Manifests;
using PipelineKit.Manifests.Editing;
using PipelineKit.Manifests.Scanning;

namespace PipelineKit.DigestPin;

/// <summary>The files of a run: what was found in them, and what they become.</summary>
internal sealed class Tree
{
}
