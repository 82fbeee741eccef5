using PipelineKit.Evidence;
using PipelineKit.Policy;

namespace PipelineKit.ScanGate;

/// <summary>What an image is judged by: the policy and the exceptions from it.</summary>
/// <param name="Policy">The policy.</param>
/// <param name="Exceptions">The exceptions of all files.</param>
/// <param name="Files">The files the exceptions are from.</param>
internal sealed record GateRules(GatePolicy Policy, IReadOnlyList<GateException> Exceptions, IReadOnlyList<GateFile> Files)
{
    /// <summary>Reads the files that the inputs name.</summary>
    internal static GateRules Read(ScanGateOptions options, GateInputFiles files) =>
        With(files.Policy is null ? options.SmallPolicy.ToPolicy() : PolicyOf(SmallFile.Read(files.Policy)), [.. files.Exceptions.Select(SmallFile.Read)]);

    internal static GateRules With(GatePolicy policy, IReadOnlyList<SmallFile> exceptions) =>
        new(policy, [.. exceptions.SelectMany(f => ExceptionFiles.Read(f.Content, f.Name))], [.. exceptions.Select(f => new GateFile(f.Name, f.Digest))]);

    internal static GatePolicy PolicyOf(SmallFile file) => GatePolicyFile.Read(file.Content, file.Name);
}
