using FsCheck;
using FsCheck.Fluent;
using PipelineKit.Testing;

namespace PipelineKit.Tests.Ci;

/// <summary>Checks a property on 100,000 hostile texts, a hundred at a time, so that hosts and files are not made for each.</summary>
internal static class Hostile
{
    private const int Batch = 100;
    private const int Batches = 1000;

    private static readonly Gen<string> Text =
        Gen.Choose(1, 7).SelectMany(count => Piece().ArrayOf(count)).Select(string.Concat);

    internal static void Check(Action<string[]> property) =>
        Prop.ForAll(Text.ArrayOf(Batch).ToArbitrary(), property).Check(Config.QuickThrowOnFailure.WithMaxTest(Batches));

    private static Gen<string> Piece() =>
        Gen.Frequency(
            (9, Gen.Elements(HostileText.Fragments.ToArray())),
            (1, Gen.Choose(0, 0x7F).Select(c => ((char)c).ToString())),
            (1, Gen.Choose(0, 0xFFFF).Select(c => ((char)c).ToString())));
}
