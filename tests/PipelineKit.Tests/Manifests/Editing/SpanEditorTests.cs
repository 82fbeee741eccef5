using FsCheck;
using FsCheck.Fluent;
using PipelineKit.Manifests;
using PipelineKit.Manifests.Editing;
using Xunit;

namespace PipelineKit.Tests.Manifests.Editing;

public sealed class SpanEditorTests
{
    [Fact]
    public void Edits_are_made_in_any_order() =>
        Assert.Equal("<é>bc<>f!"u8.ToArray(), SpanEditor.Apply("abcdef"u8, [Edit(6, 0, "!"), Edit(0, 1, "<é>"), Edit(3, 2, "<>")]));

    [Theory]
    [InlineData(0, 2, 1, 1)]
    [InlineData(2, 0, 2, 0)]
    [InlineData(2, 0, 2, 1)]
    [InlineData(0, 1, 5, 2)]
    [InlineData(-1, 1, 3, 0)]
    [InlineData(0, -1, 3, 0)]
    public void Overlapping_edits_and_edits_outside_are_refused(int start, int length, int otherStart, int otherLength) =>
        Assert.Throws<ArgumentException>(() => SpanEditor.Apply("abcdef"u8, [Edit(start, length, "x"), Edit(otherStart, otherLength, "y")]));

    [Fact]
    public void Only_the_edited_bytes_change() =>
        Prop.ForAll(ArbMap.Default.ArbFor<(byte[] File, byte A, byte B, byte C)>(), x =>
        {
            var file = x.File ?? [];
            int[] at = [x.A % (file.Length + 1), x.B % (file.Length + 1), x.C % (file.Length + 1)];
            Array.Sort(at);
            var edited = SpanEditor.Apply(file, [Edit(at[0], at[1] - at[0], "new")]);
            var back = SpanEditor.Apply(edited, [new SpanEdit(new ByteSpan(at[0], 3), System.Text.Encoding.Latin1.GetString(file[at[0]..at[1]].Select(b => (byte)(b & 0x7f)).ToArray()))]);
            return edited.AsSpan(0, at[0]).SequenceEqual(file.AsSpan(0, at[0]))
                && edited.AsSpan(at[0] + 3).SequenceEqual(file.AsSpan(at[1]))
                && back.Length == file.Length;
        }).QuickCheckThrowOnFailure();

    private static SpanEdit Edit(int start, int length, string text) => new(new ByteSpan(start, length), text);
}
