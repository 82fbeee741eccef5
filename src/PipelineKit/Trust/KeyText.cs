using System.Text;
using PipelineKit.Ci;
using PipelineKit.Failures;

namespace PipelineKit.Trust;

/// <summary>Finds the text of a key: in a file, or in a variable written <c>env:NAME</c>.</summary>
internal static class KeyText
{
    private const string Variable = "env:";
    private const int MaximumBytes = 64 * 1024;

    /// <summary>Why this cannot name a key, or null.</summary>
    internal static string? Problem(string name) =>
        name.Contains("://", StringComparison.Ordinal) ? $"`{name}` is a key in a key management service, which is reached by `signer-command`"
        : name == Variable ? "the name of the variable after `env:` is missing"
        : null;

    /// <summary>The text. Throws <see cref="FailureException"/>; no message has any of it.</summary>
    internal static async Task<string> ReadAsync(string name, SourcePlace place, CommandContext context, CancellationToken cancellation)
    {
        if (!name.StartsWith(Variable, StringComparison.Ordinal))
        {
            return Encoding.UTF8.GetString(await OutsideFile.ReadAsync(context.WorkingDirectory, name, MaximumBytes, cancellation));
        }

        return context.Environment.Variables.GetValueOrDefault(name[Variable.Length..]) is { Length: > 0 } text
            ? text
            : throw new FailureException(new Failure(
                FailureCodes.UnusableKey, $"There is no variable `{name[Variable.Length..]}` with a key in it.",
                "Map the secret into `env:` of the step; variables of the CI system itself are not looked at.", place));
    }
}
