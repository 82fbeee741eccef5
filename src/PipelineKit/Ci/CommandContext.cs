using PipelineKit.Actions;

namespace PipelineKit.Ci;

/// <summary>Everything a command may reach; put together in one place at the start.</summary>
public sealed record CommandContext
{
    /// <summary>Reads the declared inputs.</summary>
    public required InputReader Inputs { get; init; }

    /// <summary>What the host says about this run.</summary>
    public required CiContext Ci { get; init; }

    /// <summary>Generic environment facts.</summary>
    public required HostEnvironment Environment { get; init; }

    /// <summary>The folder to work in, absolute (the <c>working-directory</c> input inside the workspace).</summary>
    public required string WorkingDirectory { get; init; }

    /// <summary>The clock.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>Progress and detail.</summary>
    public required IProgressReporter Progress { get; init; }

    /// <summary>Hides a secret found on the way (a token a registry gave).</summary>
    public required Action<string> Mask { get; init; }
}
