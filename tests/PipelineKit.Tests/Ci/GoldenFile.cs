using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Tests;

/// <summary>What a run says on a host, kept in <c>FOLDER/Golden/HOST.golden</c> beside the tests; PIPELINEKIT_UPDATE_GOLDEN=1 writes it anew.</summary>
internal static class GoldenFile
{
    public static void Check(string actual, string folder, HostKind kind)
    {
        var golden = Path.Combine(Peer.RepositoryRoot, "tests", "PipelineKit.Tests", folder, "Golden", $"{kind.ToString().ToLowerInvariant()}.golden");
        if (Environment.GetEnvironmentVariable("PIPELINEKIT_UPDATE_GOLDEN") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(golden)!);
            File.WriteAllText(golden, actual);
        }

        Assert.Equal(File.ReadAllText(golden), actual);
    }
}
