using FsCheck;
using FsCheck.Fluent;
using PipelineKit.Testing;

namespace PipelineKit.Tests.Ci;

/// <summary>
/// 100,000 hostile texts, new ones in every run, shared by all properties and checked a hundred at a time so that hosts and files are not made
/// for each. When a hundred fail, they are tried one by one, and the failure is that of the first text that fails alone.
/// </summary>
internal static class Hostile
{
    private const int Count = 100_000;
    private const int Batch = 100;

    private static readonly Lazy<string[][]> Batches = new(() => Text().Sample(Count).Chunk(Batch).ToArray());

    internal static void Check(Action<string[]> property)
    {
        foreach (var batch in Batches.Value)
        {
            try
            {
                property(batch);
            }
            catch (Exception)
            {
                foreach (var text in batch)
                {
                    property([text]);
                }

                throw;
            }
        }
    }

    private static Gen<string> Text() =>
        Gen.Choose(1, 7).SelectMany(count => Piece().ArrayOf(count)).Select(string.Concat);

    private static Gen<string> Piece() =>
        Gen.Frequency(
            (9, Gen.Elements(HostileText.Fragments.ToArray())),
            (1, Gen.Choose(0, 0x7F).Select(c => ((char)c).ToString())),
            (1, Gen.Choose(0, 0xFFFF).Select(c => ((char)c).ToString())));
}
