using System.Security.Cryptography;
using System.Text;
using Xunit;

namespace PipelineKit.EndToEnd.Render;

/// <summary>The published program renders the sample application to the same bytes, however the machine is set up.</summary>
public sealed class SameBytesTests : IDisposable
{
    private static readonly (string Name, string Value)[][] Machines =
    [
        [],
        [("LANG", "tr_TR.UTF-8"), ("LC_ALL", "tr_TR.UTF-8")],
        [("LANG", "de_DE.UTF-8"), ("TZ", "Asia/Kathmandu")],
        [("LC_ALL", "C"), ("TZ", "America/St_Johns")],
        [("DOTNET_ReadyToRun", "0")],
        [("DOTNET_TieredCompilation", "0"), ("DOTNET_TieredPGO", "0")],
        [("DOTNET_PROCESSOR_COUNT", "1")],
    ];

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableFact]
    public async Task The_same_inputs_give_the_same_bytes_on_every_machine()
    {
        var program = await Published.BinaryAsync();
        var hashes = new List<string>();
        foreach (var machine in Machines)
        {
            var output = $"out-{hashes.Count}";
            SampleApplication.Write(Path.Combine(_folder.Path, output));
            var run = await new Child(
                program, "render", "--templates", "deploy/templates", "--values", "deploy/values.yaml", "--values", "deploy/values.{environment}.yaml?",
                "--environment", "dev,staging,production", "--output", "rendered", "--metadata", "digest,lock,policy")
            {
                WorkingDirectory = Path.Combine(_folder.Path, output),
                Environment = machine.ToDictionary(v => v.Name, v => v.Value, StringComparer.Ordinal),
            }.RunAsync();
            run.Expect(0);
            hashes.Add(HashOf(Path.Combine(_folder.Path, output, "rendered")));
        }

        Assert.Single(hashes.Distinct(StringComparer.Ordinal));
    }

    private static string HashOf(string folder)
    {
        var files = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToArray();
        Assert.Equal(15, files.Length);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in files)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(Path.GetRelativePath(folder, file) + "\0"));
            hash.AppendData(File.ReadAllBytes(file));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
