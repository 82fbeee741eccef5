using System.Text.Json;
using PipelineKit.Ci;
using PipelineKit.Failures;

namespace PipelineKit.DigestPin;

internal static class DigestPinReport
{
    internal static CommandReport From(DigestPinResult result)
    {
        using var document = JsonDocument.Parse("{}");
        return new CommandReport
        {
            Exit = ExitCode.Ok,
            Headline = $"digest-pin {result.Mode} in {result.Root}",
            Summary = new Summary("digest-pin", []),
            Result = document.RootElement.Clone(),
        };
    }
}
