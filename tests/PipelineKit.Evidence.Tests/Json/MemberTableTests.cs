using System.Text;
using Xunit;

namespace PipelineKit.Evidence.Tests;

public sealed class MemberTableTests
{
    // One name of every length, the letters of which all differ from their neighbours.
    private static readonly string[] Names = [.. Enumerable.Range(1, 40).Select(length => string.Concat(Enumerable.Range(0, length).Select(i => (char)('a' + ((i + length) % 26)))))];
    private static readonly MemberTable Table = new(Names);

    [Fact]
    public void A_name_of_any_length_has_its_place()
    {
        for (var i = 0; i < Names.Length; i++)
        {
            Assert.Equal(i, Table.Find(Encoding.UTF8.GetBytes(Names[i])));
        }
    }

    [Fact]
    public void A_name_that_differs_in_any_one_letter_is_none_of_them()
    {
        foreach (var name in Names)
        {
            for (var at = 0; at < name.Length; at++)
            {
                var other = Encoding.UTF8.GetBytes(name);
                other[at] = (byte)'#';
                Assert.Equal(-1, Table.Find(other));
            }
        }
    }

    [Fact]
    public void A_place_that_is_left_out_is_never_found()
    {
        var table = new MemberTable("a", null, "c", "");

        Assert.Equal([0, 2, 3, -1], new[] { "a", "c", "", "b" }.Select(name => table.Find(Encoding.UTF8.GetBytes(name))));
    }
}
