using System.Text;
using PipelineKit.Evidence;
using PipelineKit.Failures;
using PipelineKit.Policy;
using Xunit;

namespace PipelineKit.Tests.Policy;

/// <summary>Policies and exceptions of a few lines.</summary>
internal static class PolicySample
{
    internal const string Head = "apiVersion: pipelinekit/v1\nkind: GatePolicy\n";
    internal const string ExceptionsHead = "apiVersion: pipelinekit/v1\nkind: GateExceptions\nexceptions:\n";

    internal static GatePolicy Policy(string body) => GatePolicyFile.Read(Encoding.UTF8.GetBytes(Head + body), "policy.yaml");

    /// <summary>What is wrong with a policy, as <c>line: what | remedy</c>.</summary>
    internal static IReadOnlyList<string> PolicyProblems(string body) => Problems(() => Policy(body));

    internal static IReadOnlyList<GateException> Exceptions(string text, string name) => ExceptionFiles.Read(Encoding.UTF8.GetBytes(text), name);

    internal static IReadOnlyList<string> ExceptionProblems(string text, string name) => Problems(() => Exceptions(text, name));

    private static IReadOnlyList<string> Problems(Action read)
    {
        var failures = Assert.Throws<FailureException>(read).Failures;
        Assert.All(failures, f => Assert.Equal((FailureCodes.BadPolicy, true), (f.Code, f.Place?.Line >= 1 && f.Place.Column >= 1)));
        return [.. failures.Select(f => $"{f.Place!.Line}: {f.What} | {f.Remedy}")];
    }
}
